using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>One choice of a <see cref="CollectedAnswer"/>: its parts in the order in which they began.</summary>
public sealed class CollectedParts
{
    private readonly List<(Kind Kind, StringBuilder Text, ChatEvent.ToolCall? Call, OpaqueState? State)> _parts = [];

    private enum Kind
    {
        Text,
        Reasoning,
        Refusal,
        Call,
    }

    public FinishReason? Reason { get; private set; }

    /// <summary>The stop sequence that it met; null where none is told.</summary>
    public string? StopSequence { get; private set; }

    /// <summary>In OpenAI's form, one element for each event that had some.</summary>
    public List<JsonElement> Logprobs { get; } = [];

    /// <summary>Where stretches of the text are from, as they came.</summary>
    public List<UrlCitation> Citations { get; } = [];

    /// <summary>Texts, thoughts, refusals and calls.</summary>
    public IEnumerable<ChatPart> Parts => _parts.Select(part => (ChatPart)(part.Kind switch
    {
        Kind.Text => new ChatPart.Text(part.Text.ToString()),
        Kind.Reasoning => new ChatPart.Reasoning(part.Text.ToString(), part.State),
        Kind.Refusal => new ChatPart.Refusal(part.Text.ToString()),
        _ => new ChatPart.ToolCall(part.Call!.Id, part.Call.Name, part.Text.ToString(), part.Call.State),
    }));

    internal IEnumerable<ChatEvent> ToEvents(int choice)
    {
        foreach (var (kind, text, call, state) in _parts)
        {
            if (text.Length > 0)
            {
                switch (kind)
                {
                    case Kind.Text:
                        yield return new ChatEvent.Text(choice, text.ToString());
                        break;
                    case Kind.Reasoning:
                        yield return new ChatEvent.Reasoning(choice, text.ToString());
                        break;
                    case Kind.Refusal:
                        yield return new ChatEvent.Refusal(choice, text.ToString());
                        break;
                }
            }

            if (state is not null)
            {
                yield return new ChatEvent.ReasoningState(choice, state);
            }

            if (call is not null)
            {
                yield return call;
                yield return new ChatEvent.ToolArguments(choice, call.Index, text.ToString());
            }
        }

        foreach (var citation in Citations)
        {
            yield return new ChatEvent.Citation(choice, citation);
        }

        foreach (var logprobs in Logprobs)
        {
            yield return new ChatEvent.Logprobs(choice, logprobs);
        }

        if (Reason is { } reason)
        {
            yield return new ChatEvent.Finished(choice, reason, StopSequence);
        }
    }

    internal void AddText(string text) => Extend(Kind.Text, text);

    internal void AddReasoning(string text) => Extend(Kind.Reasoning, text);

    internal void AddRefusal(string text) => Extend(Kind.Refusal, text);

    internal void EndReasoning(OpaqueState state)
    {
        if (_parts is [.., { Kind: Kind.Reasoning, State: null } last])
        {
            _parts[^1] = last with { State = state };
        }
        else
        {
            _parts.Add((Kind.Reasoning, new StringBuilder(), null, state));
        }
    }

    internal void AddCall(ChatEvent.ToolCall call) => _parts.Add((Kind.Call, new StringBuilder(), call, null));

    internal void AddArguments(int index, string piece) =>
        _parts.Find(part => part.Call is { } call && call.Index == index).Text?.Append(piece);

    internal void Finish(ChatEvent.Finished finished) => (Reason, StopSequence) = (finished.Reason, finished.StopSequence);

    // A thought that has its signature is closed: words after it are another one.
    private void Extend(Kind kind, string text)
    {
        if (_parts is [.., var last] && last.Kind == kind && last.State is null)
        {
            last.Text.Append(text);
        }
        else
        {
            _parts.Add((kind, new StringBuilder(text), null, null));
        }
    }
}
