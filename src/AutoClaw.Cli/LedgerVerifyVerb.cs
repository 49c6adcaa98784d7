using System.CommandLine;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw ledger verify</c>: whether the file is whole and its entries make sense.</summary>
internal static class LedgerVerifyVerb
{
    public static Command Create(Terminal terminal)
    {
        var ledger = LedgerVerb.PathOption();
        var json = new Option<bool>("--json") { Description = "Print {path, attempts, open_reservations, problems} instead of text." };
        var command = new Command("verify", "Check that the file is whole and its entries make sense. Exit code 1 if not.") { ledger, json };
        command.SetAction(parse => LedgerVerb.Run(terminal, parse.GetValue(ledger), path => Run(terminal, path, parse.GetValue(json))));
        return command;
    }

    private static int Run(Terminal terminal, string path, bool json)
    {
        var found = LedgerInspection.Run(path);
        if (json)
        {
            terminal.WriteJson(new { Path = path, found.Attempts, found.OpenReservations, found.Problems });
            return found.Problems.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
        }

        terminal.Out.MarkupLineInterpolated($"ledger        {path}");
        terminal.Out.MarkupLineInterpolated($"attempts      {found.Attempts}");
        terminal.Out.MarkupLineInterpolated($"reservations  {found.OpenReservations} groups open");
        if (found.Problems.IsEmpty)
        {
            terminal.Out.MarkupLineInterpolated($"no problem found");
            return ExitCode.Ok;
        }

        return terminal.Fail(ExitCode.Failed, string.Join('\n', found.Problems));
    }
}
