using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Bench;

/// <summary>
/// One call after the other. Each prompt goes to all engines before the next one is taken, in an order that is drawn anew each time, so
/// that whatever else happens on the host or the network meets all of them alike.
/// </summary>
internal sealed class SingleStreamLoad(BenchPlan plan, IReadOnlyList<EngineCaller> callers, CallRecorder recorder, BenchClock clock)
{
    // Fewer prompts than this decide nothing, and a look after each one would cost more certainty than it saves calls.
    private const int FirstLook = 10;
    private const int BetweenLooks = 5;

    private static readonly ImmutableArray<Measure> Asked = [Measure.Ttft, Measure.TokensPerSecond, Measure.Quality, Measure.CostPerRequest];

    /// <summary>The level at which figures may be told: that of the run, or less error where it was looked at on the way.</summary>
    public double Level { get; private set; } = plan.Level;

    /// <summary>True if it ended before its last prompt because everything was clear.</summary>
    public bool Decided { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        var random = new SeededRandom(plan.Seed);
        var prompts = plan.Prompts.ToArray();
        random.Shuffle<Core.Benchmark.Workloads.BenchPrompt>(prompts);
        var order = callers.ToArray();
        var look = 0;
        for (var i = 0; i < prompts.Length; i++)
        {
            for (var repetition = 0; repetition < plan.Repetitions; repetition++)
            {
                random.Shuffle<EngineCaller>(order);
                foreach (var caller in order)
                {
                    if (await recorder.CallAsync(caller, prompts[i], LoadShape.OneByOne, clock.Micros, stop, repetition) is null)
                    {
                        return;
                    }
                }
            }

            if (plan.UntilDecided && i + 1 >= FirstLook && (i + 1 - FirstLook) % BetweenLooks == 0)
            {
                Level = RepeatedLooks.LevelAt(plan.Level, ++look);
                if (IsClear(Level))
                {
                    Decided = i + 1 < prompts.Length;
                    return;
                }
            }
        }
    }

    private bool IsClear(double level)
    {
        var calls = recorder.Calls.Where(static c => c.Load.IsSingle).GroupBy(static c => c.Engine, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.ToImmutableArray(), StringComparer.Ordinal);
        var comparison = new Comparison(level, plan.Seed, callers.Count);
        return Asked.All(measure => comparison.Verdict(measure, calls).Kind != VerdictKind.Undecided);
    }
}
