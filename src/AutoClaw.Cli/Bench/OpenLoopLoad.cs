using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;
using AutoClaw.Core.Benchmark.Workloads;

namespace AutoClaw.Cli.Bench;

/// <summary>
/// Calls that come when they come, independently of the answers (a Poisson process), as users do. A call that has to wait for one of the
/// connections that are allowed counts from when it was due: who measures from when it was sent leaves out exactly the waits that a
/// stalled engine causes.
/// </summary>
internal sealed class OpenLoopLoad(BenchPlan plan, CallRecorder recorder, BenchClock clock)
{
    // Of the time, before anything counts.
    private const double Ramp = 0.1;

    public async Task<LoadWindow> RunAsync(EngineCaller caller, double rate, CancellationToken stop)
    {
        var load = new LoadShape(null, rate);
        var random = new SeededRandom(plan.Seed);
        var prompts = plan.Prompts.ToArray();
        random.Shuffle<BenchPrompt>(prompts);
        using var connections = new SemaphoreSlim(plan.MaxInFlight);
        var start = clock.Micros;
        var end = start + (long)plan.Duration.TotalMicroseconds;
        var counted = start + (long)(plan.Duration.TotalMicroseconds * Ramp);
        var calls = new List<Task>();
        var due = start;
        var refused = false;
        for (var i = 0; !Volatile.Read(ref refused); i++)
        {
            due += (long)random.Wait(rate).TotalMicroseconds;
            if (due >= end)
            {
                break;
            }

            await clock.WaitUntilAsync(due, stop);
            calls.Add(OneAsync(prompts[i % prompts.Length], due, i / prompts.Length));
        }

        await Task.WhenAll(calls);
        return new LoadWindow(caller.Engine.Name, load, counted, end);

        async Task OneAsync(BenchPrompt prompt, long scheduled, int repetition)
        {
            await connections.WaitAsync(stop);
            try
            {
                if (await recorder.CallAsync(caller, prompt, load, scheduled, stop, repetition, ramp: scheduled < counted) is null)
                {
                    Volatile.Write(ref refused, true);
                }
            }
            finally
            {
                connections.Release();
            }
        }
    }
}
