using System.Globalization;

namespace AutoClaw.EngineKills;

/// <summary>What the run found, as text.</summary>
internal static class Report
{
    // What "recovery" is held against.
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(5);

    /// <returns>True if every promise was kept.</returns>
    public static bool Print(KillOptions options, TimeSpan took, IReadOnlyList<TimeSpan> recoveries, IReadOnlyList<Asked> all, LedgerCheck ledger)
    {
        Say($"{recoveries.Count} kills of the engine in {took.TotalSeconds:0} s, {options.Clients} clients, {all.Count} requests");
        Say($"");
        Say($"| ended | stream | whole |");
        Say($"| --- | --- | --- |");
        foreach (var ending in Enum.GetValues<Ending>())
        {
            Say($"| {Name(ending)} | {all.Count(asked => asked.Ending == ending && asked.Stream)} | {all.Count(asked => asked.Ending == ending && !asked.Stream)} |");
        }

        Say($"");
        foreach (var group in all.Where(asked => asked.Detail is not null).GroupBy(asked => (asked.Ending, asked.Detail, asked.Pinned)).OrderByDescending(group => group.Count()).Take(20))
        {
            Say($"{group.Count()} x {Name(group.Key.Ending)}{(group.Key.Pinned ? "" : ", with another engine on its route")}: {group.Key.Detail}");
        }

        var sorted = recoveries.Order().ToArray();
        var slow = sorted.Count(recovery => recovery >= LongestRecovery);
        Say($"");
        Say($"recovery, from the kill to the end of the next good answer: median {sorted[sorted.Length / 2].TotalSeconds:0.00} s, longest {sorted[^1].TotalSeconds:0.00} s");
        Say($"longest request {all.Max(asked => asked.Took).TotalSeconds:0.00} s; hangs {all.Count(asked => asked.Ending == Ending.Hang)}");
        Say($"ledger rows: {string.Join(", ", ledger.Rows.OrderBy(row => row.Key).Select(row => $"{Name(row.Key.Seen)}/{row.Key.Booked} {row.Value}"))}");
        foreach (var wrong in ledger.Wrong.Take(20))
        {
            Say($"ledger: {wrong}");
        }

        var broken = all.Count(asked => asked.Ending >= Ending.Silent);
        var kept = broken == 0 && slow == 0 && ledger.Wrong.Count == 0 && recoveries.Count == options.Kills;
        Say($"{(kept ? "kept" : "BROKEN")}: {broken} requests without a proper end, {slow} recoveries of {LongestRecovery.TotalSeconds:0} s or more, {ledger.Wrong.Count} requests that the ledger has otherwise");
        return kept;
    }

    private static string Name(Ending ending) => ending switch
    {
        Ending.Local => "answered by the engine",
        Ending.Other => "answered by the other engine",
        Ending.Refused => "error before the first byte",
        Ending.ErrorEvent => "error event in the stream",
        Ending.Silent => "cut or wrong without a word",
        Ending.Hang => "hang",
        _ => "gateway not there",
    };

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
