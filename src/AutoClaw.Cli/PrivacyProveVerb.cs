using System.CommandLine;
using System.Globalization;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw privacy prove</c>: what left the house, by label and address, bound to the audit log's chain.</summary>
internal static class PrivacyProveVerb
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var since = TimePointOption.Create("--since", "Only requests from then on: an age (24h, 7d) or a UTC day or time (2026-11-01).", time);
        var until = TimePointOption.Create("--until", "Only requests before then.", time);
        var ledger = LedgerVerb.PathOption();
        var json = new Option<bool>("--json") { Description = "Print one object instead of a table." };
        var command = new Command("prove", "Show what left the house, by label and address. Exit code 1 if something left that had to stay, or the record was changed.") { since, until, ledger, json };
        command.SetAction(parse => LedgerVerb.Run(
            terminal, parse.GetValue(ledger), path => Run(terminal, (path, AuditLog.PathOf(path)), EgressReport.Read(path, parse.GetValue(since), parse.GetValue(until)), parse.GetValue(json), time)));
        return command;
    }

    private static int Run(Terminal terminal, (string Ledger, string Audit) files, EgressReport report, bool json, TimeProvider time)
    {
        // What came since the last record is bound now, so that all that is printed is.
        var audit = new AuditLog(files.Audit, time);
        AuditWorker.AddNew(audit, files.Ledger);
        var chain = File.Exists(files.Audit) ? AuditVerification.Run(files.Audit, files.Ledger) : null;
        var problems = (chain?.Problems ?? ["There is no audit log beside the ledger."]).Concat(report.Violations.Select(Tell)).ToArray();
        if (json)
        {
            terminal.WriteJson(new { Rows = report.Rows, report.Violations, Chain = chain is null ? null : new { chain.Records, chain.Head, chain.Attempts, chain.Pruned }, Problems = problems });
            return problems.Length == 0 ? ExitCode.Ok : ExitCode.Failed;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("label", "place", "address");
        foreach (var name in (string[])["requests", "calls", "bytes out", "uncounted"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var row in report.Rows)
        {
            table.AddRow(row.Privacy, row.Place, row.Address ?? "", Number(row.Requests), Number(row.Attempts), Number(row.Bytes), Number(row.Uncounted));
        }

        terminal.Out.Write(table);
        if (chain is not null)
        {
            terminal.Out.MarkupLineInterpolated($"bound by {files.Audit}: {chain.Records} records, head {chain.Head}");
        }

        if (problems.Length > 0)
        {
            return terminal.Fail(ExitCode.Failed, string.Join('\n', problems));
        }

        terminal.Out.MarkupLineInterpolated($"nothing left that had to stay");
        return ExitCode.Ok;
    }

    private static string Tell(EgressViolation found) => string.Create(
        CultureInfo.InvariantCulture,
        $"{found.RequestId}, call {found.Number}: labelled {found.Privacy}, engine {found.Engine}, {(found.Bytes is { } bytes ? $"{bytes} bytes" : "nobody counted the bytes")} to {found.Address ?? "nowhere"}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
