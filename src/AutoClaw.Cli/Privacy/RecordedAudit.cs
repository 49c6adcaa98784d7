using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Audit;

namespace AutoClaw.Cli.Privacy;

/// <summary>What an audit log says, and whether it is to be believed.</summary>
/// <param name="Verified">The chain is whole, and the ledger's entries are as it says.</param>
/// <param name="Records">Lines of it.</param>
/// <param name="Head">The last line's hash.</param>
/// <param name="Bound">Ledger entries that are as their record says.</param>
/// <param name="Pruned">That were taken out, on record.</param>
/// <param name="Unrecorded">That came after the last record.</param>
/// <param name="Events">Records of the time that was asked for, by kind: <c>config</c>, <c>admin</c>, <c>erase</c>, <c>export</c>, <c>prune</c> and so on.</param>
/// <param name="Problems">What is not as it should be.</param>
internal sealed record RecordedAudit(
    bool Verified, long Records, string Head, long Bound, long Pruned, long Unrecorded, IReadOnlyDictionary<string, long> Events, IReadOnlyList<string> Problems)
{
    /// <summary>Null where there is none beside that ledger.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static RecordedAudit? Read(string ledger, DateTimeOffset? since, DateTimeOffset? until)
    {
        var path = AuditLog.PathOf(ledger);
        if (!File.Exists(path))
        {
            return null;
        }

        var found = AuditVerification.Run(path, ledger);
        var events = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in AuditLog.Lines(path))
        {
            if (EventOf(line) is var (kind, at) && (since is null || at >= since) && (until is null || at < until))
            {
                events[kind] = events.GetValueOrDefault(kind) + 1;
            }
        }

        return new RecordedAudit(found.Problems.IsEmpty, found.Records, found.Head, found.Attempts, found.Pruned, found.Unrecorded, events, found.Problems);
    }

    // Hashes of entries say nothing that the ledger does not say itself.
    private static (string Kind, DateTimeOffset At)? EventOf(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject record && (string?)record["kind"] is { } kind && kind != "ledger"
                && DateTimeOffset.TryParse((string?)record["at"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? (kind, at) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // What is no record is among the problems.
            return null;
        }
    }
}
