using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// Reads an engine's streamed response. Engines that send an item whole and not in pieces are understood too: what the last event of a
/// piece says counts where no delta came before it.
/// </summary>
internal sealed class ResponsesEventReader : IChatEventReader
{
    // By an item's place in the output.
    private readonly Dictionary<int, int> _calls = [];
    private readonly HashSet<int> _withDeltas = [];
    private bool _thought;

    // The part of the text that is under way, where it began, and all there is, in characters.
    private (int Item, int Part) _part = (-1, -1);
    private int _partStart;
    private int _textLength;

    public bool TryRead(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        // Some servers end the stream as chat completions do.
        if (data.SequenceEqual("[DONE]"u8))
        {
            return true;
        }

        try
        {
            if (!StreamedEvent.TryRead(data, out var streamed))
            {
                return false;
            }

            Read(streamed, data, events);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Read(in StreamedEvent streamed, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        switch (streamed.Type)
        {
            case "response.output_text.delta":
                AddText(streamed, data, events);
                break;
            case "response.output_text.done" when streamed.Whole is { Length: > 0 } text && !_withDeltas.Contains(streamed.OutputIndex):
                CountText(streamed, text);
                events.Add(new ChatEvent.Text(0, text));
                break;
            case "response.output_text.annotation.added" when streamed.Annotation.IsPresent:
                AddCitation(streamed, data, events);
                break;
            case "response.function_call_arguments.delta":
                AddArguments(streamed, streamed.Delta, events);
                break;
            case "response.function_call_arguments.done" when !_withDeltas.Contains(streamed.OutputIndex):
                AddArguments(streamed, streamed.Whole, events);
                break;
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                AddThought(streamed, events);
                break;
            case "response.refusal.delta" when streamed.Delta is { Length: > 0 } refusal:
                _withDeltas.Add(streamed.OutputIndex);
                events.Add(new ChatEvent.Refusal(0, refusal));
                break;
            case "response.refusal.done" when streamed.Whole is { Length: > 0 } refusal && !_withDeltas.Contains(streamed.OutputIndex):
                events.Add(new ChatEvent.Refusal(0, refusal));
                break;
            case "response.reasoning_summary_part.added" when streamed.PartIndex > 0 && _thought:
                events.Add(new ChatEvent.Reasoning(0, "\n\n"));
                break;
            case "response.output_item.added" when streamed.Item.IsPresent:
                BeginItem(streamed, data, events);
                break;
            case "response.output_item.done" when streamed.Item.IsPresent:
                EndItem(streamed, data, events);
                break;
            case "response.created" when streamed.Response.IsPresent:
                var created = ReadFields(data, streamed.Response);
                events.Add(new ChatEvent.Started(created.Id, created.Model));
                break;
            case "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled":
                EndResponse(streamed, data, events);
                break;
            case "error" or null:
                var json = new Utf8JsonReader(data);
                json.Read();
                var error = EngineErrorReader.Read(ref json);
                events.Add(new ChatEvent.Failed(error.Type == "error" ? error with { Type = null } : error));
                break;
        }
    }

    private static ResponseFields ReadFields(ReadOnlySpan<byte> data, ByteRange range)
    {
        var json = StreamedEvent.At(data, range);
        return json.TokenType == JsonTokenType.StartObject ? ResponseFields.Read(ref json) : default;
    }

    private void AddText(in StreamedEvent streamed, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        if (streamed.Logprobs.IsPresent)
        {
            var json = StreamedEvent.At(data, streamed.Logprobs);
            if (StreamedLogprobs.Read(ref json) is { } logprobs)
            {
                events.Add(new ChatEvent.Logprobs(0, logprobs));
            }
        }

        if (streamed.Delta is { Length: > 0 } text)
        {
            _withDeltas.Add(streamed.OutputIndex);
            CountText(streamed, text);
            events.Add(new ChatEvent.Text(0, text));
        }
    }

    // Places count within a part; the texts before it are what is in front.
    private void AddCitation(in StreamedEvent streamed, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var json = StreamedEvent.At(data, streamed.Annotation);
        if (UrlCitations.Read(JsonElement.ParseValue(ref json)) is not { } citation)
        {
            events.Add(new ChatEvent.Foreign(WireName.OpenAiResponses, "annotation"));
            return;
        }

        var place = (streamed.OutputIndex, streamed.PartIndex);
        var before = place == _part ? _partStart : _textLength;
        events.Add(new ChatEvent.Citation(0, citation with { Start = citation.Start + before, End = citation.End + before }));
    }

    private void CountText(in StreamedEvent streamed, string text)
    {
        var place = (streamed.OutputIndex, streamed.PartIndex);
        if (place != _part)
        {
            (_part, _partStart) = (place, _textLength);
        }

        _textLength += Characters.Count(text);
    }

    private void AddThought(in StreamedEvent streamed, List<ChatEvent> events)
    {
        if (streamed.Delta is { Length: > 0 } piece)
        {
            _thought = true;
            events.Add(new ChatEvent.Reasoning(0, piece));
        }
    }

    private void AddArguments(in StreamedEvent streamed, string? piece, List<ChatEvent> events)
    {
        if (piece is { Length: > 0 } && _calls.TryGetValue(streamed.OutputIndex, out var call))
        {
            _withDeltas.Add(streamed.OutputIndex);
            events.Add(new ChatEvent.ToolArguments(0, call, piece));
        }
    }

    private void BeginItem(in StreamedEvent streamed, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var item = ReadFields(data, streamed.Item);
        if (item.Type == "function_call")
        {
            BeginCall(streamed.OutputIndex, item, events);
        }
        else if (item.Type is not (null or "message" or "reasoning"))
        {
            events.Add(new ChatEvent.Foreign(WireName.OpenAiResponses, item.Type));
        }
    }

    private void BeginCall(int place, in ResponseFields item, List<ChatEvent> events)
    {
        if (_calls.TryAdd(place, _calls.Count))
        {
            var call = _calls[place];
            events.Add(new ChatEvent.ToolCall(0, call, item.CallId ?? item.Id ?? $"call_{call}", item.Name ?? ""));
        }
    }

    private void EndItem(in StreamedEvent streamed, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var item = ReadFields(data, streamed.Item);
        if (item.Type == "reasoning")
        {
            _thought = false;
            if (item.EncryptedContent is { Length: > 0 } sealedText)
            {
                events.Add(new ChatEvent.ReasoningState(0, new OpaqueState(WireName.OpenAiResponses, EncryptedContent.Kind, sealedText)));
            }
        }
        else if (item.Type == "function_call")
        {
            BeginCall(streamed.OutputIndex, item, events);
            if (!_withDeltas.Contains(streamed.OutputIndex))
            {
                AddArguments(streamed, item.Arguments, events);
            }
        }
    }

    private void EndResponse(in StreamedEvent streamed, ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var response = streamed.Response.IsPresent ? ReadFields(data, streamed.Response) : default;
        if (streamed.Type is "response.failed" or "response.cancelled" || response.Status is "failed" or "cancelled")
        {
            events.Add(new ChatEvent.Failed(response.Error ?? new EngineError("The engine gave no reason.", Code: response.Status)));
            return;
        }

        if (response.Usage is { } usage)
        {
            events.Add(new ChatEvent.Used(usage));
        }

        var reason = response.Reason switch
        {
            "content_filter" => FinishReason.ContentFilter,
            not null => FinishReason.Length,
            _ when streamed.Type == "response.incomplete" => FinishReason.Length,
            _ => _calls.Count > 0 ? FinishReason.ToolCalls : FinishReason.Stop,
        };
        events.Add(new ChatEvent.Finished(0, reason));
        events.Add(new ChatEvent.Ended());
    }
}
