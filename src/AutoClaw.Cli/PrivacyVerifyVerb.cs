using System.CommandLine;
using AutoClaw.Gateway.Audit;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw privacy verify</c>: whether the audit log and what it says of the ledger are as they were written.</summary>
internal static class PrivacyVerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        var ledger = LedgerVerb.PathOption();
        var head = new Option<string?>("--head") { Description = "A hash that this command printed earlier: it must still be there.", HelpName = "SHA256" };
        var json = new Option<bool>("--json") { Description = "Print {audit, records, head, attempts, pruned, unrecorded, problems} instead of text." };
        var command = new Command("verify", "Check the audit log's chain, and the ledger's entries against it. Exit code 1 if something was changed.") { ledger, head, json };
        command.SetAction(parse => LedgerVerb.Run(terminal, parse.GetValue(ledger), path => Run(terminal, path, parse.GetValue(head), parse.GetValue(json))));
        return command;
    }

    private static int Run(Terminal terminal, string path, string? head, bool json)
    {
        var audit = AuditLog.PathOf(path);
        if (!File.Exists(audit))
        {
            return terminal.Fail(ExitCode.Failed, $"There is no audit log at {audit}. A gateway writes one beside its ledger.");
        }

        var found = AuditVerification.Run(audit, path, head);
        if (json)
        {
            terminal.WriteJson(new { Audit = audit, found.Records, found.Head, found.Attempts, found.Pruned, found.Unrecorded, found.Problems });
            return found.Problems.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
        }

        terminal.Out.MarkupLineInterpolated($"audit log   {audit}");
        terminal.Out.MarkupLineInterpolated($"records     {found.Records}");
        terminal.Out.MarkupLineInterpolated($"head        {found.Head}");
        terminal.Out.MarkupLineInterpolated($"attempts    {found.Attempts} as recorded, {found.Pruned} pruned, {found.Unrecorded} since the last record");
        if (found.Problems.IsEmpty)
        {
            terminal.Out.MarkupLineInterpolated($"nothing was changed");
            return ExitCode.Ok;
        }

        return terminal.Fail(ExitCode.Failed, string.Join('\n', found.Problems));
    }
}
