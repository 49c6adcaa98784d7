using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Cli.Bench;

/// <summary>
/// So many calls at once, each followed at once by the next. Counts from the moment at which every stream has had its first answer to the
/// one at which the first finds nothing more to do.
/// </summary>
internal sealed class ClosedLoopLoad(BenchPlan plan, CallRecorder recorder, BenchClock clock)
{
    public async Task<LoadWindow> RunAsync(EngineCaller caller, int concurrency, CancellationToken stop)
    {
        var load = new LoadShape(concurrency, null);
        var prompts = plan.Prompts.ToArray();
        new SeededRandom(plan.Seed + (ulong)concurrency).Shuffle<BenchPrompt>(prompts);
        var count = Math.Max(concurrency * plan.CallsPerStream, concurrency * 2);
        var next = -1;
        long from = 0;
        var to = long.MaxValue;
        var gate = new Lock();

        async Task StreamAsync()
        {
            for (var own = 0; ; own++)
            {
                var i = Interlocked.Increment(ref next);
                if (i >= count)
                {
                    lock (gate)
                    {
                        to = Math.Min(to, clock.Micros);
                    }

                    return;
                }

                if (await recorder.CallAsync(caller, prompts[i % prompts.Length], load, clock.Micros, stop, i / prompts.Length, ramp: own == 0) is null)
                {
                    Interlocked.Exchange(ref next, count);
                    continue;
                }

                if (own == 0)
                {
                    lock (gate)
                    {
                        from = Math.Max(from, clock.Micros);
                    }
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => StreamAsync()));
        recorder.MarkRamp(call => call.Engine == caller.Engine.Name && call.Load == load && call.Times.Done > to);
        return new LoadWindow(caller.Engine.Name, load, from, to);
    }
}
