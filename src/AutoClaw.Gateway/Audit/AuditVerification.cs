using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Gateway.Audit;

/// <summary>What a check of an audit log has found.</summary>
/// <param name="Records">Lines read.</param>
/// <param name="Head">The last line's hash. Who kept an earlier one can ask whether it is still there.</param>
/// <param name="Attempts">Ledger entries that are as their record says.</param>
/// <param name="Pruned">Ledger entries that are not there any more, and a record says that they were taken out.</param>
/// <param name="Unrecorded">Ledger entries that came after the last record.</param>
/// <param name="Problems">What is not as it should be; empty where all is well.</param>
public sealed record AuditVerification(long Records, string Head, long Attempts, long Pruned, long Unrecorded, ImmutableArray<string> Problems)
{
    /// <param name="path">The audit log.</param>
    /// <param name="ledger">The ledger that it is about; null to look at the chain alone.</param>
    /// <param name="known">A hash that must be in it; null for none.</param>
    /// <exception cref="IOException">The log can't be read.</exception>
    /// <exception cref="LedgerException">The ledger can't be read.</exception>
    public static AuditVerification Run(string path, string? ledger, string? known = null)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var (number, before, attempts, pruned, through) = (0L, AuditLog.Genesis, 0L, 0L, 0L);
        var (found, prunedThrough) = (known is null, 0L);
        var ranges = new List<AuditLine>();
        foreach (var text in AuditLog.Lines(path))
        {
            if (!AuditLine.TryRead(text, out var line))
            {
                problems.Add($"line {number + 1} is no record");
                break;
            }

            Check(line, ++number, before, problems);
            before = line.Hash;
            found |= line.Hash == known;
            if (line.Kind == "prune")
            {
                prunedThrough = Math.Max(prunedThrough, (long?)line.Data["before_id"] ?? 0);
            }

            if (ledger is not null && line.Kind == "ledger")
            {
                through = (long)line.Data["through"]!;
                ranges.Add(line);
            }
        }

        if (ledger is not null && problems.Count == 0)
        {
            (attempts, pruned) = Compare(ranges, ledger, prunedThrough, problems);
        }

        if (!found)
        {
            problems.Add($"{known} is not in it: what was there when that was the head has been changed or cut off");
        }

        return new AuditVerification(number, before, attempts, pruned, ledger is null ? 0 : CountPast(ledger, through), problems.ToImmutable());
    }

    /// <summary>Where the last range of ledger entries ends that a record is about; 0 where there is none.</summary>
    internal static long LastThrough(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        // Nearly always one of the last: a gateway adds one a minute.
        foreach (var line in AuditLog.LastLines(path))
        {
            if (ThroughOf(line) is { } last)
            {
                return last;
            }
        }

        var through = 0L;
        foreach (var line in AuditLog.Lines(path))
        {
            through = ThroughOf(line) ?? through;
        }

        return through;
    }

    private static long? ThroughOf(string line) =>
        line.Contains("\"kind\":\"ledger\"", StringComparison.Ordinal) && AuditLine.TryRead(line, out var record) && record.Kind == "ledger" ? (long)record.Data["through"]! : null;

    private static void Check(AuditLine line, long number, string before, ImmutableArray<string>.Builder problems)
    {
        if (!line.IsSound)
        {
            problems.Add($"record {number} was changed: its hash is not that of its content");
        }
        else if (line.Before != before)
        {
            problems.Add($"record {number} does not follow the one before it: something was changed, put in or taken out there");
        }
        else if (line.Number != number)
        {
            problems.Add($"record {number} calls itself {line.Number}");
        }
    }

    private static (long Attempts, long Pruned) Compare(IEnumerable<AuditLine> ranges, string ledger, long prunedThrough, ImmutableArray<string>.Builder problems)
    {
        var (attempts, pruned) = (0L, 0L);
        foreach (var line in ranges)
        {
            var told = line.Data;
            var now = LedgerDigest.Of(ledger, (long)told["after"]!, (long)told["through"]!);
            if (now.Sha256 == (string?)told["sha256"])
            {
                attempts += now.Attempts;
            }
            else if (now.Attempts < (long)told["attempts"]! && now.After < prunedThrough)
            {
                // Of those that are left nothing can be said: the hash was over all of them.
                pruned += (long)told["attempts"]! - now.Attempts;
            }
            else
            {
                problems.Add($"ledger entries {now.After + 1} to {now.Through} are not what record {line.Number} says of them");
            }
        }

        return (attempts, pruned);
    }

    private static long CountPast(string ledger, long through) =>
        LedgerReading.With(ledger, connection => LedgerReading.Long(connection, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SELECT count(*) FROM attempt WHERE id > {through}")));
}
