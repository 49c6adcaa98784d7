using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Workloads;
using AutoClaw.Core.Model;

namespace AutoClaw.Cli.Bench;

/// <summary>Makes the calls of a run within its money, and keeps them all.</summary>
/// <param name="spend">The run's.</param>
/// <param name="ended">Told of every call that has ended, from any thread.</param>
internal sealed class CallRecorder(SpendLimit spend, Action<BenchCall> ended)
{
    // By o200k; another tokenizer may need more for the same text.
    private const double TokenMargin = 1.5;

    private readonly Lock _gate = new();
    private readonly List<BenchCall> _calls = [];

    public IReadOnlyList<BenchCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Null where the money does not reach.</summary>
    public async Task<BenchCall?> CallAsync(
        EngineCaller caller, BenchPrompt prompt, LoadShape load, long scheduled, CancellationToken stop, int repetition = 0, bool ramp = false)
    {
        var highest = Highest(caller.Engine, prompt);
        if (!spend.TryEnter(highest))
        {
            return null;
        }

        Money? cost = null;
        try
        {
            var call = await caller.CallAsync(prompt, load, scheduled, repetition, stop) with { Ramp = ramp };
            cost = call.Cost;
            lock (_gate)
            {
                _calls.Add(call);
            }

            ended(call);
            return call;
        }
        finally
        {
            spend.Leave(highest, cost);
        }
    }

    /// <summary>Takes calls out of the figures that turn out to have been part of a ramp.</summary>
    public void MarkRamp(Func<BenchCall, bool> isRamp)
    {
        lock (_gate)
        {
            for (var i = 0; i < _calls.Count; i++)
            {
                if (!_calls[i].Ramp && isRamp(_calls[i]))
                {
                    _calls[i] = _calls[i] with { Ramp = true };
                }
            }
        }
    }

    // Time on one's own hardware is no money that could run out.
    private Money Highest(BenchEngine engine, BenchPrompt prompt)
    {
        if (spend.Limit is null || engine.Client.Power is not null)
        {
            return Money.Zero;
        }

        var input = prompt.Messages.Sum(static m => CommonTokenizer.Count(m.Text) + 8);
        return engine.Highest((long)(input * TokenMargin), prompt.MaxTokens) ?? Money.Zero;
    }
}
