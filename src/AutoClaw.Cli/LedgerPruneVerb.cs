using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw ledger prune</c>: removes what is older than it has to be.</summary>
internal static class LedgerPruneVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var before = TimePointOption.Create("--before", "Only requests before then: an age (90d, 52w) or a UTC day or time (2026-01-01).", time);
        before.Required = true;
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say how many there are." };
        var ledger = LedgerVerb.PathOption();
        var command = new Command("prune", "Remove old attempts and labels for good, also while a gateway writes. Usage and budgets forget them.") { before, dryRun, ledger };
        command.SetAction(parse => LedgerVerb.Run(terminal, parse.GetValue(ledger), path => Run(terminal, path, (parse.GetValue(before)!.Value, time), parse.GetValue(dryRun))));
        return command;
    }

    private static int Run(Terminal terminal, string path, (DateTimeOffset Before, TimeProvider Time) when, bool dryRun)
    {
        var (before, time) = when;
        if (dryRun)
        {
            terminal.Out.MarkupLineInterpolated($"{LedgerPruning.Count(path, before)} attempts are from before {before.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        }
        else
        {
            // First, and what is on record by then: afterwards nothing could tell pruning from tampering.
            var audit = new AuditLog(AuditLog.PathOf(path), time);
            AuditWorker.AddNew(audit, path);
            audit.Write("prune", "command line", new JsonObject
            {
                ["before"] = before.ToString("O", CultureInfo.InvariantCulture), ["before_id"] = LedgerPruning.LastId(path, before), ["attempts"] = LedgerPruning.Count(path, before),
            });
            terminal.Out.MarkupLineInterpolated($"{LedgerPruning.Run(path, before)} attempts from before {before.UtcDateTime:yyyy-MM-dd HH:mm} UTC removed");
        }

        return ExitCode.Ok;
    }
}
