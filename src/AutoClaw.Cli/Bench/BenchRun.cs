using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Bench;

/// <summary>One run: warm-up, then the single stream, then each load for each engine in an order that is drawn.</summary>
internal sealed class BenchRun(BenchPlan plan, IReadOnlyList<EngineCaller> callers, CallRecorder recorder, BenchClock clock)
{
    private readonly List<LoadWindow> _windows = [];

    /// <summary>Of the closed and open loops.</summary>
    public IReadOnlyList<LoadWindow> Windows => _windows;

    /// <summary>The level at which the single stream's figures may be told.</summary>
    public double Level { get; private set; } = plan.Level;

    /// <summary>The single stream ended early because everything was clear.</summary>
    public bool Decided { get; private set; }

    /// <summary>What is wrong where an engine gave no answer at all, so that there is nothing to measure; else null.</summary>
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        foreach (var caller in callers)
        {
            BenchCall? last = null;
            for (var i = 0; i < plan.WarmUp && last is null or { Succeeded: true }; i++)
            {
                last = await recorder.CallAsync(caller, plan.Prompts[i % plan.Prompts.Length], LoadShape.OneByOne, clock.Micros, stop, ramp: true);
                if (last is null)
                {
                    return null;
                }
            }

            if (last is { Error: ErrorClass.Connect or ErrorClass.Refused or ErrorClass.Malformed })
            {
                return $"Engine '{caller.Engine.Name}' gave no answer to a first call: {last.Message}.";
            }
        }

        var single = new SingleStreamLoad(plan, callers, recorder, clock);
        await single.RunAsync(stop);
        (Level, Decided) = (single.Level, single.Decided);

        var random = new SeededRandom(plan.Seed ^ 0x10AD);
        foreach (var concurrency in plan.Concurrency)
        {
            await ForEachAsync(random, async caller => _windows.Add(await new ClosedLoopLoad(plan, recorder, clock).RunAsync(caller, concurrency, stop)));
        }

        if (plan.Rate is { } rate)
        {
            await ForEachAsync(random, async caller => _windows.Add(await new OpenLoopLoad(plan, recorder, clock).RunAsync(caller, rate, stop)));
        }

        return null;
    }

    private async Task ForEachAsync(SeededRandom random, Func<EngineCaller, Task> run)
    {
        var order = callers.ToArray();
        random.Shuffle<EngineCaller>(order);
        foreach (var caller in order)
        {
            await run(caller);
        }
    }
}
