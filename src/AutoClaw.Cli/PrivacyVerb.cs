using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw privacy</c>: what a text tells of somebody.</summary>
internal static class PrivacyVerb
{
    public static Command Create(Terminal terminal, TimeProvider time) => new("privacy", "See what the content scan finds, what left the house, whether the record of it is whole; erase a person, hand out what is kept of them, or print a record of processing.")
    {
        PrivacyScanVerb.Create(terminal),
        PrivacyTrainVerb.Create(terminal),
        PrivacyProveVerb.Create(terminal, time),
        PrivacyVerifyVerb.Create(terminal),
        Privacy.EraseVerb.Create(terminal, time),
        Privacy.ExportVerb.Create(terminal, time),
        Privacy.RecordsVerb.Create(terminal, time),
    };
}
