using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>A streamed answer, collected: what a client that does not stream gets, in no dialect.</summary>
public sealed class CollectedAnswer
{
    private readonly SortedList<int, CollectedParts> _choices = [];

    /// <summary>The engine's name for it; null where it gave none.</summary>
    public string? Id { get; private set; }

    /// <summary>The engine's count; null where it gave none.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>The answers by their number.</summary>
    public IEnumerable<KeyValuePair<int, CollectedParts>> Choices => _choices;

    public void Add(ChatEvent chatEvent)
    {
        switch (chatEvent)
        {
            case ChatEvent.Started started:
                Id = started.Id;
                break;
            case ChatEvent.Used used:
                Usage = used.Usage;
                break;
            case ChatEvent.Text text:
                Of(text.Choice).AddText(text.Value);
                break;
            case ChatEvent.Reasoning thought:
                Of(thought.Choice).AddReasoning(thought.Value);
                break;
            case ChatEvent.ReasoningState state:
                Of(state.Choice).EndReasoning(state.State);
                break;
            case ChatEvent.Refusal refusal:
                Of(refusal.Choice).AddRefusal(refusal.Value);
                break;
            case ChatEvent.ToolCall call:
                Of(call.Choice).AddCall(call);
                break;
            case ChatEvent.ToolArguments arguments:
                Of(arguments.Choice).AddArguments(arguments.Index, arguments.Piece);
                break;
            case ChatEvent.Citation citation:
                Of(citation.Choice).Citations.Add(citation.Value);
                break;
            case ChatEvent.Logprobs logprobs:
                Of(logprobs.Choice).Logprobs.Add(logprobs.Value);
                break;
            case ChatEvent.Finished finished:
                Of(finished.Choice).Finish(finished);
                break;
        }
    }

    /// <summary>The same as events again, each part in one piece.</summary>
    public IEnumerable<ChatEvent> ToEvents()
    {
        foreach (var (choice, parts) in _choices)
        {
            foreach (var chatEvent in parts.ToEvents(choice))
            {
                yield return chatEvent;
            }
        }

        if (Usage is { } usage)
        {
            yield return new ChatEvent.Used(usage);
        }
    }

    private CollectedParts Of(int choice)
    {
        if (!_choices.TryGetValue(choice, out var parts))
        {
            _choices.Add(choice, parts = new CollectedParts());
        }

        return parts;
    }
}
