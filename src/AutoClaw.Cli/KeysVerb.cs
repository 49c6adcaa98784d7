using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw keys</c>: keys for the configuration file. <c>init</c> makes this machine's own.</summary>
internal static class KeysVerb
{
    public static Command Create(Terminal terminal) => new("keys", "Make keys for clients and for administrators.")
    {
        KeysNewVerb.Create(terminal),
    };
}
