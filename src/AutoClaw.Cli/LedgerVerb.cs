using System.CommandLine;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw ledger</c>: what keeps a ledger sound, small and elsewhere. What its verbs share.</summary>
internal static class LedgerVerb
{
    public static Command Create(Terminal terminal, TimeProvider time) => new("ledger", "Check, export, prune and back up the ledger.")
    {
        LedgerVerifyVerb.Create(terminal),
        LedgerExportVerb.Create(terminal, time),
        LedgerPruneVerb.Create(terminal, time),
        LedgerBackupVerb.Create(terminal),
    };

    public static Option<string?> PathOption() => new("--ledger") { Description = "The ledger file. Left out: ledger.db in AutoClaw's data folder (AUTOCLAW_HOME).", HelpName = "PATH" };

    /// <summary>Runs <paramref name="action"/> with the ledger's path; says what is wrong where there is none, or it can't be used.</summary>
    public static int Run(Terminal terminal, string? given, Func<string, int> action)
    {
        var path = given ?? AutoClawHome.LedgerPath;
        if (!File.Exists(path))
        {
            return terminal.Fail(ExitCode.Failed, $"No ledger yet at {path}. 'autoclaw up' starts one; --ledger or AUTOCLAW_HOME names another.");
        }

        try
        {
            return action(path);
        }
        catch (LedgerException error)
        {
            return terminal.Fail(ExitCode.Failed, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return terminal.Fail(ExitCode.Failed, error.Message);
        }
    }
}
