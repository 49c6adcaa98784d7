using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using Microsoft.Data.Sqlite;

namespace AutoClaw.EngineKills;

/// <summary>Holds the ledger against what the clients saw.</summary>
/// <param name="Rows">Its rows by how their request ended for its client and how the attempt is booked.</param>
/// <param name="Wrong">What does not fit, in words; empty where all does.</param>
internal sealed record LedgerCheck(IReadOnlyDictionary<(Ending Seen, AttemptOutcome Booked), int> Rows, IReadOnlyList<string> Wrong)
{
    public static LedgerCheck Read(string path, IReadOnlyList<Asked> all)
    {
        var attempts = LedgerRow.ReadAll(path).ToLookup(row => row.RequestId);
        var known = all.Where(asked => asked.Id is not null).ToDictionary(asked => asked.Id!);
        var rows = new Dictionary<(Ending, AttemptOutcome), int>();
        var wrong = new List<string>();
        foreach (var (id, asked) in known)
        {
            var booked = attempts[id].OrderBy(row => row.Number).ToArray();
            foreach (var row in booked)
            {
                rows[(asked.Ending, row.Outcome)] = rows.GetValueOrDefault((asked.Ending, row.Outcome)) + 1;
            }

            if (Problem(asked, booked) is { } problem)
            {
                wrong.Add($"{id}, {asked.Ending} for its client: {problem}");
            }
        }

        wrong.AddRange(attempts.Where(group => !known.ContainsKey(group.Key)).Select(group => $"{group.Key}: booked, and no client has it"));
        if (OpenReservations(path) is > 0 and var open)
        {
            wrong.Add($"{open} attempts were never settled");
        }

        return new LedgerCheck(rows, wrong);
    }

    private static string? Problem(Asked asked, LedgerRow[] booked)
    {
        var completed = booked.Count(row => row.Outcome == AttemptOutcome.Completed);
        var whole = asked.Ending is Ending.Local or Ending.Other;
        return !booked.Select(row => row.Number).SequenceEqual(Enumerable.Range(1, booked.Length).Select(number => (long)number)) ? "an attempt is booked twice or not at all"
            : whole && (completed != 1 || booked[^1].Outcome != AttemptOutcome.Completed) ? "its answer is not booked as completed once"
            : whole && booked[^1].Engine != (asked.Ending == Ending.Local ? "home" : "sky") ? "booked to another engine"
            : !whole && completed > 0 ? "booked as completed"
            : asked.Ending == Ending.ErrorEvent && booked is not [.., { Outcome: AttemptOutcome.Truncated }] ? "its cut answer is not booked as cut"
            : null;
    }

    private static long OpenReservations(string path)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM reservation";
        return (long)count.ExecuteScalar()!;
    }
}
