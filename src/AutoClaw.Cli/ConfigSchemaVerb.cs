using System.CommandLine;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw config schema</c>: the file's JSON Schema, for editors.</summary>
internal static class ConfigSchemaVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Print the file's JSON Schema (draft 2020-12), for editors and generators.");
        command.SetAction(_ =>
        {
            terminal.WriteJson(ConfigSchema.Create());
            return ExitCode.Ok;
        });
        return command;
    }
}
