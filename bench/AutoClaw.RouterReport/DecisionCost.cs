using System.Diagnostics;
using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.RouterReport;

/// <summary>What one decision takes on this machine, in this process: a quick look beside BenchmarkDotNet's (bench/micro.sh).</summary>
/// <param name="MedianMicros">Median over all texts and rounds.</param>
/// <param name="P99Micros">99th percentile of the same.</param>
/// <param name="AllocatedBytes">Of all timed decisions together.</param>
internal sealed record DecisionCost(double MedianMicros, double P99Micros, long AllocatedBytes)
{
    private const int Bytes = 2048;
    private const int Texts = 200;
    private const int Rounds = 20;

    public static DecisionCost Measure(IReadOnlyList<TrainingRow> rows)
    {
        var texts = Cut(rows);
        var plan = new RoutePlan("auto", [new Candidate(0, "local", Place.Local), new Candidate(1, "cloud", Place.Cloud)], threshold: 0.2);
        var times = new double[texts.Length * Rounds];
        Time(texts, plan, times);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Time(texts, plan, times);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(times);
        return new DecisionCost(times[times.Length / 2], times[times.Length * 99 / 100], allocated);
    }

    public string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"Median {MedianMicros:0.0} microseconds, 99th percentile {P99Micros:0.0}, {AllocatedBytes} bytes allocated in {Texts * Rounds:#,0} decisions.");

    private static void Time(byte[][] texts, RoutePlan plan, double[] times)
    {
        var at = 0;
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var text in texts)
            {
                var started = Stopwatch.GetTimestamp();
                Router.Decide(
                    plan,
                    new RequestFacts(Bytes / 4, null, NeedsTools: false, NeedsVision: false, NeedsJsonSchema: false),
                    new RouterInput { Text = text, Turns = 1, ConversationBytes = text.Length },
                    RouterModel.Shipped,
                    TimeProvider.System,
                    new DecisionTerms(Counts: true));
                times[at++] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }
        }
    }

    /// <summary>The prompts one after the other, cut into texts of equal length.</summary>
    private static byte[][] Cut(IReadOnlyList<TrainingRow> rows)
    {
        // A stride through the rows, as neighbours are of one collection.
        var stride = Math.Max(1, rows.Count / 1000);
        var bytes = Enumerable.Range(0, rows.Count).Where(i => i % stride == 0).SelectMany(i => rows[i].Prompt.ToArray()).ToArray();
        return [.. bytes.Chunk(Bytes).Take(Texts)];
    }
}
