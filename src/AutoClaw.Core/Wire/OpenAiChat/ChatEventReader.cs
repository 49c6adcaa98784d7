using System.Text.Json;
using System.Text.Unicode;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Reads chat completion chunks as neutral events.</summary>
internal sealed class ChatEventReader : IChatEventReader
{
    // By choice and by the engine's own number of the call: our number, counted from 0 without gaps.
    private readonly Dictionary<(int Choice, int Number), int> _calls = [];
    private bool _started;
    private string? _id;

    public bool TryRead(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            events.Add(new ChatEvent.Ended());
            return true;
        }

        var facts = ChatChunkReader.Read(data);
        if (!facts.Valid)
        {
            return false;
        }

        if (facts.IsError)
        {
            events.Add(new ChatEvent.Failed(new EngineError(facts.ErrorMessage)));
            return true;
        }

        var first = events.Count;
        try
        {
            var reader = new Utf8JsonReader(data);
            reader.Read();
            ReadChunk(ref reader, events, facts.Usage is not null);

            // They are passed on as they are, and half a character in one of their tokens could not be written.
            if (events.FindIndex(first, each => each is ChatEvent.Logprobs) >= 0 && !(Utf8.IsValid(data) && WholeText.IsIn(data)))
            {
                events.RemoveRange(first, events.Count - first);
                return false;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            events.RemoveRange(first, events.Count - first);
            return false;
        }

        if (facts.Timings is { } timings)
        {
            events.Add(new ChatEvent.Timed(timings));
        }

        if (facts.Usage is { } usage)
        {
            events.Add(new ChatEvent.Used(usage));
        }

        return true;
    }

    private void ReadChunk(ref Utf8JsonReader reader, List<ChatEvent> events, bool counts)
    {
        string? model = null;
        var first = events.Count;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadChoice(ref reader, events);
                }
            }
            else if (!_started && (reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("model"u8)))
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                (_id, model) = isId ? (value, model) : (_id, value);
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Azure's first chunk has an empty id and says what its filter makes of the prompt: who answers is in the next.
        if (!_started && (_id is not { Length: 0 } || counts || events.Count > first))
        {
            _started = true;
            events.Insert(first, new ChatEvent.Started(_id, model));
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        // The index may stand behind the delta: look it up first, then read again.
        var choice = RawValue.PeekIndex(reader) ?? 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadDelta(ref reader, choice, events);
                    continue;
                }
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    events.Add(new ChatEvent.Finished(choice, ReasonOf(reader.GetString(), choice)));
                }
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    events.Add(new ChatEvent.Logprobs(choice, JsonElement.ParseValue(ref reader)));
                    continue;
                }
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }
    }

    // Some engines say "stop" although they call functions, and a client would not look for calls then.
    private FinishReason ReasonOf(string? word, int choice) => word switch
    {
        "length" => FinishReason.Length,
        "tool_calls" or "function_call" => FinishReason.ToolCalls,
        "content_filter" => FinishReason.ContentFilter,
        _ => _calls.Keys.Any(key => key.Choice == choice) ? FinishReason.ToolCalls : FinishReason.Stop,
    };

    private void ReadDelta(ref Utf8JsonReader reader, int choice, List<ChatEvent> events)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                AddText(ref reader, events, static (choice, text) => new ChatEvent.Text(choice, text), choice);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                AddText(ref reader, events, static (choice, text) => new ChatEvent.Reasoning(choice, text), choice);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                AddText(ref reader, events, static (choice, text) => new ChatEvent.Refusal(choice, text), choice);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray)
                {
                    continue;
                }

                // Engines that send whole calls at once may leave the index out: the place in the array stands for it.
                for (var position = 0; reader.Read() && reader.TokenType == JsonTokenType.StartObject; position++)
                {
                    ReadCall(ref reader, choice, position, events);
                }
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                reader.Read();
                AddCitations(JsonElement.ParseValue(ref reader), choice, events);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void AddCitations(JsonElement annotations, int choice, List<ChatEvent> events)
    {
        if (annotations.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var annotation in annotations.EnumerateArray())
        {
            events.Add(UrlCitations.Read(annotation) is { } citation
                ? new ChatEvent.Citation(choice, citation)
                : new ChatEvent.Foreign(WireName.OpenAiChat, "annotations"));
        }
    }

    private static void AddText(ref Utf8JsonReader reader, List<ChatEvent> events, Func<int, string, ChatEvent> make, int choice)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length > 0)
        {
            events.Add(make(choice, reader.GetString()!));
        }

        reader.Skip();
    }

    private void ReadCall(ref Utf8JsonReader reader, int choice, int position, List<ChatEvent> events)
    {
        string? id = null, name = null, arguments = null;
        var number = RawValue.PeekIndex(reader) ?? position;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("function"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        ReadFunction(ref reader, ref name, ref arguments);
                    }
                }

                continue;
            }

            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId && reader.TokenType == JsonTokenType.String)
            {
                id = reader.GetString();
            }

            reader.Skip();
        }

        if (!_calls.TryGetValue((choice, number), out var index))
        {
            index = _calls.Keys.Count(key => key.Choice == choice);
            _calls.Add((choice, number), index);
            events.Add(new ChatEvent.ToolCall(choice, index, id is { Length: > 0 } ? id : $"call_{_id}_{choice}_{index}", name ?? ""));
        }

        if (arguments is { Length: > 0 })
        {
            events.Add(new ChatEvent.ToolArguments(choice, index, arguments));
        }
    }

    private static void ReadFunction(ref Utf8JsonReader reader, ref string? name, ref string? arguments)
    {
        var isName = reader.ValueTextEquals("name"u8);
        var isArguments = reader.ValueTextEquals("arguments"u8);
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            name = isName ? reader.GetString() : name;
            arguments = isArguments ? reader.GetString() : arguments;
        }

        reader.Skip();
    }
}
