using System.Collections.Immutable;
using System.Text;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Cli.Bench;

/// <summary>One streamed answer as it comes, with the moment of each piece of text. Times are microseconds of the run.</summary>
internal sealed class ReceivedAnswer(IChatEventReader reader)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thoughts = new();
    private readonly List<ChatEvent> _events = [];
    private readonly List<double> _gaps = [];
    private TokenCounts? _tokens;
    private bool _finished;

    /// <summary>Of its body.</summary>
    public long Bytes { get; set; }

    public long? FirstReasoning { get; private set; }

    public long? FirstContent { get; private set; }

    public long? LastToken { get; private set; }

    /// <summary>Text has come, of either kind.</summary>
    public bool Began => LastToken is not null;

    public Usage? Usage { get; private set; }

    public EngineTimings Timings { get; private set; }

    /// <summary>The first token's alternatives with their log-probabilities, where the engine tells them.</summary>
    public IReadOnlyList<(string Token, double LogProbability)> FirstAlternatives { get; private set; } = [];

    public bool HasLogprobs => FirstAlternatives.Count > 0;

    public string? Finish { get; private set; }

    public (ErrorClass, string)? Error { get; private set; }

    /// <summary>The stream said that it is whole, or what is wrong with it.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The answer without its thoughts.</summary>
    public string Text => _text.ToString();

    /// <summary>Milliseconds between reads that brought text.</summary>
    public ImmutableArray<double> GapsMs => [.. _gaps];

    /// <summary>Counted once, when the answer has ended: it takes longer than the answer's own pieces would wait.</summary>
    public TokenCounts Tokens => _tokens ??= new TokenCounts(
        Usage?.Input, Usage?.Cached, Usage?.Output, Usage?.Reasoning, CommonTokenizer.Count(Text) + CommonTokenizer.Count(_thoughts.ToString()), Length(_text), Length(_thoughts));

    /// <summary>Takes the whole events off <paramref name="bytes"/>, which were read at <paramref name="now"/>.</summary>
    /// <returns>How many bytes they were.</returns>
    public int Take(ReadOnlySpan<byte> bytes, long now)
    {
        var rest = bytes;
        var before = LastToken;
        while (!HasEnded && SseEvents.TryTake(ref rest, out var raw))
        {
            var data = SseEvents.Data(raw, out _);
            if (data.IsEmpty)
            {
                continue;
            }

            _events.Clear();
            if (!reader.TryRead(data, _events))
            {
                Fail(ErrorClass.Malformed, "an event that is not the API's");
                break;
            }

            foreach (var chatEvent in _events)
            {
                Take(chatEvent, now);
            }
        }

        if (before is { } last && LastToken > last)
        {
            _gaps.Add((LastToken.Value - last) / 1000.0);
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>What it means that nothing more comes: null where the answer is whole.</summary>
    public (ErrorClass, string)? EndOfStream()
    {
        if (Error is null && !reader.IsWhole && !_finished)
        {
            Fail(ErrorClass.CutOff, "the stream ended before the answer did");
        }

        HasEnded = true;
        return Error;
    }

    private void Take(ChatEvent chatEvent, long now)
    {
        switch (chatEvent)
        {
            case ChatEvent.Text { Value.Length: > 0 } text:
                FirstContent ??= now;
                LastToken = now;
                _text.Append(text.Value);
                break;
            case ChatEvent.Refusal { Value.Length: > 0 } refusal:
                FirstContent ??= now;
                LastToken = now;
                _text.Append(refusal.Value);
                break;
            case ChatEvent.Reasoning { Value.Length: > 0 } thought:
                FirstReasoning ??= now;
                LastToken = now;
                _thoughts.Append(thought.Value);
                break;
            case ChatEvent.Used used:
                Usage = used.Usage;
                break;
            case ChatEvent.Timed timed:
                Timings = timed.Timings;
                break;
            case ChatEvent.Finished finished:
                _finished = true;
                Finish = finished.Reason.ToString();
                break;
            case ChatEvent.Logprobs logprobs when !HasLogprobs:
                FirstAlternatives = TokenAlternatives.OfFirst(logprobs.Value);
                break;
            case ChatEvent.Failed failed:
                Fail(ErrorClass.InStream, failed.Error.Message ?? "an error without a message");
                break;
            case ChatEvent.Ended:
                HasEnded = true;
                break;
            default:
                break;
        }
    }

    private void Fail(ErrorClass kind, string message)
    {
        Error ??= (kind, message);
        HasEnded = true;
    }

    private static int Length(StringBuilder text)
    {
        var count = 0;
        foreach (var chunk in text.GetChunks())
        {
            foreach (var character in chunk.Span)
            {
                count += char.IsLowSurrogate(character) ? 0 : 1;
            }
        }

        return count;
    }
}
