using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>One candidate of an answer that is being read.</summary>
internal sealed class GeminiReadChoice(int index, string? answerId)
{
    private readonly string _callPrefix = CallPrefix(index, answerId);
    private readonly Characters _text = new();
    private int _calls;

    public bool IsFinished { get; private set; }

    /// <summary>Stands on the candidate's start before and on its end after.</summary>
    /// <returns>What the model got wrong, where that ended it.</returns>
    public EngineError? Read(ReadOnlySpan<byte> data, ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        var (reason, message) = (default(string), default(string));
        JsonElement? grounding = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                ReadContent(data, ref reader, events);
            }
            else if (reader.ValueTextEquals("finishReason"u8))
            {
                reader.Read();
                reason = TextOf(ref reader);
            }
            else if (reader.ValueTextEquals("finishMessage"u8))
            {
                reader.Read();
                message = TextOf(ref reader);
            }
            else if (reader.ValueTextEquals("logprobsResult"u8))
            {
                reader.Read();
                events.Add(new ChatEvent.Logprobs(index, GeminiLogprobs.Read(JsonElement.ParseValue(ref reader))));
            }
            else if (reader.ValueTextEquals("groundingMetadata"u8))
            {
                reader.Read();
                grounding = JsonElement.ParseValue(ref reader);
            }
            else
            {
                AddForeign(ref reader, events);
            }
        }

        // It may stand before the text that it speaks of.
        if (grounding is { } metadata)
        {
            AddCitations(metadata, events);
        }

        return reason is { Length: > 0 } ? Finish(reason, message, events) : null;
    }

    // Unique in the conversation, as the client sends it back with the call's result; not longer than other engines take.
    private static string CallPrefix(int index, string? answerId)
    {
        var id = answerId is { Length: > 0 } && answerId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? answerId
            : Guid.NewGuid().ToString("N");
        id = id.Length > 24 ? id[^24..] : id;
        return index == 0 ? $"call_{id}_" : $"call_{id}_{index}_";
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    // Some engines repeat their reason in later pieces.
    private EngineError? Finish(string reason, string? message, List<ChatEvent> events)
    {
        if (IsFinished)
        {
            return null;
        }

        IsFinished = true;
        if (GeminiFinishReasons.IsFailure(reason))
        {
            return new EngineError(message ?? $"The model's answer ended with {reason}.", GeminiStatus.TypeOf(null), Code: reason.ToLowerInvariant());
        }

        events.Add(new ChatEvent.Finished(index, GeminiFinishReasons.Read(reason, _calls > 0)));
        return null;
    }

    private void AddCitations(JsonElement metadata, List<ChatEvent> events)
    {
        var count = events.Count;
        events.AddRange(GeminiGrounding.Read(metadata, _text).Select(citation => new ChatEvent.Citation(index, citation)));
        if (events.Count == count)
        {
            events.Add(new ChatEvent.Foreign(WireName.Gemini, "groundingMetadata"));
        }
    }

    private static void AddForeign(ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        if (reader.ValueTextEquals("citationMetadata"u8) || reader.ValueTextEquals("urlContextMetadata"u8))
        {
            events.Add(new ChatEvent.Foreign(WireName.Gemini, reader.GetString()!));
        }

        reader.Read();
        reader.Skip();
    }

    private void ReadContent(ReadOnlySpan<byte> data, ref Utf8JsonReader reader, List<ChatEvent> events)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isParts = reader.ValueTextEquals("parts"u8);
            reader.Read();
            if (!isParts || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    AddPart(GeminiReadPart.Read(data, ref reader), events);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private void AddPart(in GeminiReadPart part, List<ChatEvent> events)
    {
        var state = part.Signature is { Length: > 0 } signature ? GeminiSignature.Read(signature) : null;
        if (part.Call is { } name)
        {
            var call = _calls++;
            var id = part.CallId is { Length: > 0 } given ? given : $"{_callPrefix}{call}";
            events.Add(new ChatEvent.ToolCall(index, call, id, name, state));
            events.Add(new ChatEvent.ToolArguments(index, call, part.Arguments ?? "{}"));
            return;
        }

        if (part.Foreign is not null)
        {
            events.Add(new ChatEvent.Foreign(WireName.Gemini, part.Foreign));
        }

        if (part.Text is { Length: > 0 } text)
        {
            if (!part.IsThought)
            {
                _text.Add(text);
            }

            events.Add(part.IsThought ? new ChatEvent.Reasoning(index, text) : new ChatEvent.Text(index, text));
        }

        if (state is not null)
        {
            events.Add(new ChatEvent.ReasoningState(index, state));
        }
    }
}
