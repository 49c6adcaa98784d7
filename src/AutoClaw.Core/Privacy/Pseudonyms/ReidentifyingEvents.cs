using System.Text;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// Puts values back into one answer: texts, thoughts, refusals and the arguments of calls, whatever wire they come from and go to. Places
/// of citations move with the text. Log probabilities are left out: their tokens are those of the placeholders.
/// </summary>
/// <param name="map">The conversation's.</param>
/// <param name="placeholders">Those of the request.</param>
/// <param name="textIsJson">The client asked for JSON as text.</param>
public sealed class ReidentifyingEvents(PseudonymMap map, PlaceholderSet placeholders, bool textIsJson)
{
    private readonly SortedList<int, Choice> _choices = [];

    private bool TextIsJson => textIsJson;

    /// <summary>Takes the answer's next event.</summary>
    /// <param name="chatEvent">As the engine meant it.</param>
    /// <param name="output">Gets what the client shall have, which may be nothing yet.</param>
    public void Push(ChatEvent chatEvent, List<ChatEvent> output)
    {
        switch (chatEvent)
        {
            case ChatEvent.Text text:
                Of(text.Choice).Say(Kind.Text, text.Value, chatEvent, output);
                break;
            case ChatEvent.Reasoning thought:
                Of(thought.Choice).Say(Kind.Reasoning, thought.Value, chatEvent, output);
                break;
            case ChatEvent.Refusal refusal:
                Of(refusal.Choice).Say(Kind.Refusal, refusal.Value, chatEvent, output);
                break;
            case ChatEvent.ToolArguments arguments:
                Of(arguments.Choice).Call(arguments, output);
                break;
            case ChatEvent.Citation citation:
                Of(citation.Choice).Cite(citation, output);
                break;
            case ChatEvent.ToolCall call:
                Of(call.Choice).EndSaid(output);
                output.Add(call);
                break;
            case ChatEvent.ReasoningState state:
                Of(state.Choice).EndSaid(output);
                output.Add(state);
                break;
            case ChatEvent.Finished finished:
                Of(finished.Choice).End(output);
                output.Add(finished with { StopSequence = Restore(finished.StopSequence) });
                break;
            case ChatEvent.Logprobs:
                break;
            case ChatEvent.Failed or ChatEvent.Ended:
                Flush(output);
                output.Add(chatEvent);
                break;
            default:
                output.Add(chatEvent);
                break;
        }
    }

    /// <summary>The answer has ended, whether it says so or not: adds what was held.</summary>
    public void Flush(List<ChatEvent> output)
    {
        foreach (var choice in _choices.Values)
        {
            choice.End(output);
        }
    }

    private Choice Of(int index)
    {
        if (!_choices.TryGetValue(index, out var choice))
        {
            _choices.Add(index, choice = new Choice(index, this));
        }

        return choice;
    }

    private Reidentifier New(bool isJson) => new(map, placeholders, isJson);

    private string? Restore(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var (restorer, output) = (New(isJson: false), new StringBuilder());
        restorer.Push(text, output);
        restorer.Flush(output);
        return output.ToString();
    }

    private enum Kind
    {
        Text,
        Reasoning,
        Refusal,
    }

    /// <summary>One of several answers.</summary>
    private sealed class Choice(int index, ReidentifyingEvents answer)
    {
        private readonly Reidentifier[] _said = [answer.New(answer.TextIsJson), answer.New(isJson: false), answer.New(isJson: false)];
        private readonly SortedList<int, Reidentifier> _calls = [];
        private readonly Queue<ChatEvent.Citation> _cited = new();
        private readonly StringBuilder _output = new();
        private Kind? _open;

        public void Say(Kind kind, string piece, ChatEvent chatEvent, List<ChatEvent> output)
        {
            if (_open != kind)
            {
                EndSaid(output);
                _open = kind;
            }

            var restorer = _said[(int)kind];
            if (restorer.TryPass(piece))
            {
                output.Add(chatEvent);
                return;
            }

            restorer.Push(piece, _output);
            AddSaid(kind, output);
        }

        public void EndSaid(List<ChatEvent> output)
        {
            if (_open is { } kind)
            {
                _open = null;
                _said[(int)kind].Flush(_output);
                AddSaid(kind, output);
            }
        }

        // A call that others' arguments come between goes on, so only the answer's end ends it.
        public void Call(ChatEvent.ToolArguments arguments, List<ChatEvent> output)
        {
            if (!_calls.TryGetValue(arguments.Index, out var restorer))
            {
                _calls.Add(arguments.Index, restorer = answer.New(isJson: true));
            }

            if (restorer.TryPass(arguments.Piece))
            {
                output.Add(arguments);
                return;
            }

            restorer.Push(arguments.Piece, _output);
            AddArguments(arguments.Index, output);
        }

        // Its stretch may end in what is held.
        public void Cite(ChatEvent.Citation citation, List<ChatEvent> output)
        {
            _cited.Enqueue(citation);
            AddCitations(output);
        }

        public void End(List<ChatEvent> output)
        {
            EndSaid(output);
            foreach (var (call, restorer) in _calls)
            {
                restorer.Flush(_output);
                AddArguments(call, output);
            }

            AddCitations(output);
        }

        private void AddSaid(Kind kind, List<ChatEvent> output)
        {
            if (Take() is { Length: > 0 } text)
            {
                output.Add(kind switch
                {
                    Kind.Text => new ChatEvent.Text(index, text),
                    Kind.Reasoning => new ChatEvent.Reasoning(index, text),
                    _ => new ChatEvent.Refusal(index, text),
                });
            }

            AddCitations(output);
        }

        private void AddArguments(int call, List<ChatEvent> output)
        {
            if (Take() is { Length: > 0 } piece)
            {
                output.Add(new ChatEvent.ToolArguments(index, call, piece));
            }
        }

        private void AddCitations(List<ChatEvent> output)
        {
            var text = _said[(int)Kind.Text];
            while (!text.IsHolding && _cited.TryDequeue(out var citation))
            {
                var cited = citation.Value;
                output.Add(citation with { Value = cited with { Start = text.Shifts.Of(cited.Start, isEnd: false), End = text.Shifts.Of(cited.End, isEnd: true) } });
            }
        }

        private string Take()
        {
            var text = _output.ToString();
            _output.Clear();
            return text;
        }
    }
}
