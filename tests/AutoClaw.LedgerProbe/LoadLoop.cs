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

        var cpu = Cpu();
        var entries = writer.Reserved + writer.Settled;
        var groups = writer.Groups;
        var allocated = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        var pairs = await RoundAsync(writer, callers, length, workMicros);
        var elapsed = clock.Elapsed;
        cpu = Cpu() - cpu;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        entries = writer.Reserved + writer.Settled - entries;
        groups = writer.Groups - groups;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{callers} callers: {pairs / elapsed.TotalSeconds:N0} pairs/s, {(cpu.TotalMicroseconds / pairs) - (2 * workMicros):F2} us CPU a pair beside {2 * workMicros:F0} us of work, mean group {(double)entries / groups:F1}, {(double)allocated / pairs:F0} B allocated a pair"));
        return 0;
    }

    private static async Task<long> RoundAsync(LedgerWriter writer, int callers, TimeSpan length, double workMicros)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
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

            return (long)round;
        })));
        return counts.Sum();
    }

    /// <summary>Keeps the core busy as a gateway's own share of a request would, so that the writer has to compete for it.</summary>
    private static void Work(double micros)
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

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
