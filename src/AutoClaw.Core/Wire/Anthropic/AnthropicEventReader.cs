using System.Text.Json;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Reads an answer that this wire streams. The event's own <c>type</c> tells what it is; the event line is not needed.</summary>
internal sealed class AnthropicEventReader : IChatEventReader
{
    private readonly AnthropicUsage _usage = new();

    // By the block's number: calls that are being streamed, and how far their arguments are.
    private readonly Dictionary<int, OpenCall> _calls = [];
    private int _callCount;

    // Citations of the block of text that is open, which say nothing of where in it, and its beginning and end in characters.
    private readonly List<UrlCitation> _cited = [];
    private int _blockStart;
    private int _textLength;

    public bool TryRead(ReadOnlySpan<byte> data, List<ChatEvent> events)
    {
        var facts = default(AnthropicEventFacts);
        var before = events.Count;
        try
        {
            if (!facts.TryRead(data, _usage) || facts.Type is null)
            {
                return false;
            }

            Add(facts, events);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            events.RemoveRange(before, events.Count - before);
            return false;
        }
    }

    private void Add(in AnthropicEventFacts facts, List<ChatEvent> events)
    {
        switch (facts.Type)
        {
            case "message_start":
                events.Add(new ChatEvent.Started(facts.Id, facts.Model));
                AddUsage(facts, events);
                break;
            case "content_block_start":
                StartBlock(facts, events);
                break;
            case "content_block_delta":
                AddDelta(facts, events);
                break;
            case "content_block_stop":
                StopBlock(facts.Index, events);
                StopText(events);
                break;
            case "message_delta":
                if (facts.Explanation is { Length: > 0 } explanation)
                {
                    events.Add(new ChatEvent.Refusal(0, explanation));
                }

                if (facts.StopReason is not null)
                {
                    events.Add(new ChatEvent.Finished(0, AnthropicStopReason.Read(facts.StopReason), facts.StopSequence));
                }

                AddUsage(facts, events);
                break;
            case "message_stop":
                events.Add(new ChatEvent.Ended());
                break;
            case "error":
                events.Add(new ChatEvent.Failed(facts.Error ?? new EngineError(null)));
                break;
        }
    }

    private void AddUsage(in AnthropicEventFacts facts, List<ChatEvent> events)
    {
        if (facts.HasUsage)
        {
            events.Add(new ChatEvent.Used(_usage.Total));
        }
    }

    private void StartBlock(in AnthropicEventFacts facts, List<ChatEvent> events)
    {
        switch (facts.Kind)
        {
            case "text":
                AddText(facts.Text, events);
                break;
            case "thinking":
                AddThought(facts.Thinking, events);
                AddState("signature", facts.Signature, events);
                break;
            case "redacted_thinking":
                AddState("data", facts.Data, events);
                break;
            case "tool_use":
                var call = new OpenCall(_callCount++);
                _calls[facts.Index] = call;
                events.Add(new ChatEvent.ToolCall(0, call.Index, facts.Id is { Length: > 0 } id ? id : $"call_{call.Index}", facts.Name ?? ""));
                AddArguments(call, facts.Input, events);
                break;
            case not null:
                events.Add(new ChatEvent.Foreign(WireName.Anthropic, facts.Kind));
                break;
        }
    }

    private void AddDelta(in AnthropicEventFacts facts, List<ChatEvent> events)
    {
        switch (facts.Kind)
        {
            case "text_delta":
                AddText(facts.Text, events);
                break;
            case "thinking_delta":
                AddThought(facts.Thinking, events);
                break;
            case "signature_delta":
                AddState("signature", facts.Signature, events);
                break;
            case "input_json_delta":
                // The input of a tool that runs at the vendor belongs to no call of ours.
                if (_calls.TryGetValue(facts.Index, out var call))
                {
                    AddArguments(call, facts.PartialJson, events);
                }

                break;
            case "citations_delta" when facts.Citation is { } citation:
                _cited.Add(citation);
                break;
            case not null:
                events.Add(new ChatEvent.Foreign(WireName.Anthropic, facts.Kind));
                break;
        }
    }

    private void StopText(List<ChatEvent> events)
    {
        foreach (var citation in _cited)
        {
            events.Add(new ChatEvent.Citation(0, citation with { Start = _blockStart, End = _textLength }));
        }

        _cited.Clear();
        _blockStart = _textLength;
    }

    // A call without arguments has no pieces here; on other wires its arguments must be JSON.
    private void StopBlock(int index, List<ChatEvent> events)
    {
        if (_calls.Remove(index, out var call) && !call.HasArguments)
        {
            AddArguments(call, "{}", events);
        }
    }

    private void AddText(string? text, List<ChatEvent> events)
    {
        if (text is { Length: > 0 })
        {
            _textLength += Characters.Count(text);
            events.Add(new ChatEvent.Text(0, text));
        }
    }

    private static void AddThought(string? thought, List<ChatEvent> events)
    {
        if (thought is { Length: > 0 })
        {
            events.Add(new ChatEvent.Reasoning(0, thought));
        }
    }

    private static void AddState(string kind, string? value, List<ChatEvent> events)
    {
        if (value is { Length: > 0 })
        {
            events.Add(new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, kind, value)));
        }
    }

    private static void AddArguments(OpenCall call, string? piece, List<ChatEvent> events)
    {
        if (piece is { Length: > 0 })
        {
            call.HasArguments = true;
            events.Add(new ChatEvent.ToolArguments(0, call.Index, piece));
        }
    }

    private sealed class OpenCall(int index)
    {
        public int Index { get; } = index;

        public bool HasArguments { get; set; }
    }
}
