using System.CommandLine;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;

namespace AutoClaw.Cli.Privacy;

/// <summary>Who is meant: the text that clients said in <c>x-autoclaw-subject</c>, or in their API's own field.</summary>
internal static class SubjectOption
{
    public static Option<string> Create(bool required) => new("--subject")
    {
        Description = "Whom requests were about, as their clients said it (x-autoclaw-subject, user, safety_identifier, metadata.user_id).",
        HelpName = "TEXT",
        Required = required,
    };

    /// <summary>What stands in that ledger for them; null, with why, where that can't be known.</summary>
    /// <exception cref="LedgerException">The ledger or its key can't be read.</exception>
    public static (string? Hash, int Code, string? Problem) HashOf(string ledger, string subject)
    {
        if (SubjectHash.FindBeside(ledger) is not { } hash)
        {
            // No client has named anybody yet; then any hash is nobody's.
            return SubjectRecords.HasAny(ledger)
                ? (null, ExitCode.Failed, $"{SubjectHash.PathBeside(ledger)} is not there, so nobody's entries can be told from others'. Put it back.")
                : (new string('0', 32), ExitCode.Ok, null);
        }

        return hash.Of(subject) is { } found ? (found, ExitCode.Ok, null) : (null, ExitCode.Usage, $"--subject takes text of 1 to {SubjectHash.MaxBytes} bytes.");
    }
}
