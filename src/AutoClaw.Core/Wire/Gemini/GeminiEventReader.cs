using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// Reads a stream of <c>GenerateContentResponse</c>s. It has no end marker: the answer is whole once every candidate that began has said
/// why it ended.
/// </summary>
internal sealed class GeminiEventReader : IChatEventReader
{
    private readonly SortedList<int, GeminiReadChoice> _choices = [];
    private bool _started;
    private bool _blocked;
    private bool _failed;
    private string? _id;

    public bool IsWhole => !_failed && (_blocked || (_choices.Count > 0 && _choices.Values.All(choice => choice.IsFinished)));

    public bool TryRead(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var count = events.Count;
        try
        {
            var reader = new Utf8JsonReader(data);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && ReadAnswer(data, ref reader, events))
            {
                return true;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
        }

        events.RemoveRange(count, events.Count - count);
        return false;
    }

    private bool ReadAnswer(ReadOnlySpan<byte> data, ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        var isAnswer = false;
        if (!_started)
        {
            events.Add(PeekStart(reader));
        }

        EngineError? error = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("candidates"u8))
            {
                isAnswer = true;
                reader.Read();
                error = ReadCandidates(data, ref reader, events) ?? error;
            }
            else if (reader.ValueTextEquals("usageMetadata"u8))
            {
                isAnswer = true;
                reader.Read();
                ReadUsage(ref reader, events);
            }
            else if (reader.ValueTextEquals("promptFeedback"u8))
            {
                isAnswer = true;
                reader.Read();
                ReadFeedback(ref reader, events);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                isAnswer = true;
                reader.Read();
                error = GeminiErrorReader.Read(ref reader);
            }
            else
            {
                isAnswer |= reader.ValueTextEquals("responseId"u8) || reader.ValueTextEquals("modelVersion"u8);
                reader.Read();
                reader.Skip();
            }
        }

        // What the answer cost stands after what went wrong with it, and nothing may follow a failure.
        if (error is not null)
        {
            _failed = true;
            events.Add(new ChatEvent.Failed(error));
        }

        _started |= isAnswer;
        return isAnswer && !reader.Read();
    }

    // The answer's name stands behind its first piece, but has to be told before it.
    private ChatEvent.Started PeekStart(Utf8JsonReader reader)
    {
        string? model = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isId = reader.ValueTextEquals("responseId"u8);
            var isModel = reader.ValueTextEquals("modelVersion"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && (isId || isModel))
            {
                _id = isId ? reader.GetString() : _id;
                model = isModel ? reader.GetString() : model;
            }

            reader.Skip();
        }

        return new ChatEvent.Started(_id, model);
    }

    private EngineError? ReadCandidates(ReadOnlySpan<byte> data, ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        EngineError? error = null;
        for (var position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var index = RawValue.PeekIndex(reader) ?? position;
            if (!_choices.TryGetValue(index, out var choice))
            {
                _choices.Add(index, choice = new GeminiReadChoice(index, _id));
            }

            error = choice.Read(data, ref reader, events) ?? error;
        }

        return error;
    }

    private static void ReadUsage(ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
        }
        else if (GeminiUsage.Read(ref reader) is { } usage)
        {
            events.Add(new ChatEvent.Used(usage));
        }
    }

    // A prompt that is blocked gets no candidate at all.
    private void ReadFeedback(ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        var (reason, message) = (default(string), default(string));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReason = reader.ValueTextEquals("blockReason"u8);
            var isMessage = reader.ValueTextEquals("blockReasonMessage"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && (isReason || isMessage))
            {
                reason = isReason ? reader.GetString() : reason;
                message = isMessage ? reader.GetString() : message;
            }

            reader.Skip();
        }

        if (reason is null || _blocked)
        {
            return;
        }

        _blocked = true;
        if (message is not null)
        {
            events.Add(new ChatEvent.Refusal(0, message));
        }

        events.Add(new ChatEvent.Finished(0, FinishReason.ContentFilter));
    }
}
