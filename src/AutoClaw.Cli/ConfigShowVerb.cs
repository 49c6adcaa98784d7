using System.CommandLine;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw config show</c>: what is in force, defaults and variables filled in, secrets left out.</summary>
internal static class ConfigShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = ConfigVerb.FileOption();
        var json = new Option<bool>("--json") { Description = "Print {file, config, sources, problems} instead of YAML." };
        var command = new Command("show", "Print the effective configuration: defaults filled in, secrets as ***, and what came from the environment.") { file, json };
        command.SetAction(parse => Run(terminal, parse.GetValue(file)!, parse.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string file, bool json)
    {
        var result = ConfigFile.Load(file);
        if (result.Options is not { } options)
        {
            if (json)
            {
                terminal.WriteJson(new { result.File, Config = (object?)null, Sources = (object?)null, Problems = result.ToJson() });
            }

            terminal.WriteProblems(result);
            return ExitCode.Config;
        }

        if (json)
        {
            terminal.WriteJson(new { result.File, Config = ConfigShow.Values(options), Sources = ConfigShow.Sources(result), Problems = result.ToJson() });
            return ExitCode.Ok;
        }

        terminal.WriteProblems(result);
        terminal.Writer.Write(ConfigShow.Yaml(result));
        return ExitCode.Ok;
    }
}
