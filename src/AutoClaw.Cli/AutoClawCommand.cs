using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary>The command line's root: one verb a file, listed here in the order that <c>--help</c> shows them.</summary>
internal static class AutoClawCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("AutoClaw: one endpoint in front of your local and your cloud LLM, and a router that picks the cheapest one that is good enough.");
        root.Subcommands.Add(InitVerb.Create(Terminal.Default));
        root.Subcommands.Add(ConfigVerb.Create(Terminal.Default));
        root.Subcommands.Add(UsageVerb.Create(Terminal.Default, TimeProvider.System));
        return root;
    }
}
