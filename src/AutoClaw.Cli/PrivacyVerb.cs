using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw privacy</c>: what a text tells of somebody.</summary>
internal static class PrivacyVerb
{
    public static Command Create(Terminal terminal) => new("privacy", "See what the content scan finds.")
    {
        PrivacyScanVerb.Create(terminal),
    };
}
