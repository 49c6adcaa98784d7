using System.Diagnostics;
using System.Globalization;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.LedgerProbe;

/// <summary>
/// What a reserve and settle pair costs: many callers in a loop, and the processor time of the whole process divided by the pairs. Pin it
/// to one core (<c>taskset -c 0</c>) to see what it takes from a gateway that has one.
/// </summary>
internal static class LoadLoop
{
    public static async Task<int> RunAsync(string path, int callers, TimeSpan length, double workMicros)
    {
        await using var writer = LedgerWriter.Open(path, TimeProvider.System);
        await RoundAsync(writer, callers, TimeSpan.FromSeconds(1), workMicros);

        var before = Reading.Take(writer);
        await RoundAsync(writer, callers, length, workMicros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers} callers: {Reading.Take(writer).Since(before, workMicros)}"));
        return 0;
    }

    private static async Task RoundAsync(LedgerWriter writer, int callers, TimeSpan length, double workMicros)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var round = 0;
            while (clock.Elapsed < length)
            {
                var attempt = ProbeAttempt.Sent(caller, round++);
                Work(workMicros);
                await writer.ReserveAsync(attempt);
                ProbeAttempt.Answer(attempt);
                Work(workMicros);
                await writer.SettleAsync(attempt);
            }
        })));
    }

    /// <summary>Keeps the core busy as a gateway's own share of a request would, so that the writer has to compete for it.</summary>
    public static void Work(double micros)
    {
        if (micros > 0)
        {
            var until = Stopwatch.GetTimestamp() + (long)(micros * Stopwatch.Frequency / 1e6);
            while (Stopwatch.GetTimestamp() < until)
            {
                Thread.SpinWait(1);
            }
        }
    }
}
