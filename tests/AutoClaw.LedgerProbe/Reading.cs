using System.Diagnostics;
using System.Globalization;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.LedgerProbe;

/// <summary>Counters at one moment; two of them make a result.</summary>
internal sealed record Reading(long At, TimeSpan Cpu, long Settled, long Entries, long Groups, long Allocated)
{
    public static Reading Take(LedgerWriter writer) => new(
        Stopwatch.GetTimestamp(),
        Process.GetCurrentProcess().TotalProcessorTime,
        writer.Settled,
        writer.Settled + writer.Reserved,
        writer.Groups,
        GC.GetTotalAllocatedBytes());

    public string Since(Reading before, double workMicros)
    {
        var pairs = Settled - before.Settled;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{pairs / Stopwatch.GetElapsedTime(before.At, At).TotalSeconds:N0} pairs/s, {((Cpu - before.Cpu).TotalMicroseconds / pairs) - (2 * workMicros):F2} us CPU a pair beside {2 * workMicros:F0} us of work, mean group {(double)(Entries - before.Entries) / (Groups - before.Groups):F1}, {(Allocated - before.Allocated) / pairs} B allocated a pair");
    }
}
