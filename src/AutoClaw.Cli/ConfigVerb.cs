using System.CommandLine;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw config</c>: check, show and describe the configuration file. What the three verbs share.</summary>
internal static class ConfigVerb
{
    public static Command Create(Terminal terminal) => new("config", "Check, show and describe the configuration file. No gateway is needed.")
    {
        ConfigCheckVerb.Create(terminal),
        ConfigShowVerb.Create(terminal),
        ConfigSchemaVerb.Create(terminal),
    };

    public static Option<string> FileOption() => new("--config", "-c")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        DefaultValueFactory = static _ => Gateway.Options.ConfigFile.DefaultName,
    };
}
