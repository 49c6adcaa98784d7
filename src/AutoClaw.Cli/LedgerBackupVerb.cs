using System.CommandLine;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw ledger backup</c>: a copy that is a ledger itself.</summary>
internal static class LedgerBackupVerb
{
    public static Command Create(Terminal terminal)
    {
        var target = new Argument<string>("file") { Description = "Where to write it; must not be there yet.", HelpName = "FILE" };
        var ledger = LedgerVerb.PathOption();
        var command = new Command("backup", "Write a whole copy of the ledger, also while a gateway writes to it.") { target, ledger };
        command.SetAction(parse => LedgerVerb.Run(terminal, parse.GetValue(ledger), path =>
        {
            var attempts = LedgerCopy.Write(path, parse.GetValue(target)!);
            terminal.Out.MarkupLineInterpolated($"{attempts} attempts in {parse.GetValue(target)!}");
            return ExitCode.Ok;
        }));
        return command;
    }
}
