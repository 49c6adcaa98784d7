using System.CommandLine;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw config check</c>: every problem of the file at once; <see cref="ExitCode.Config"/> if there is an error.</summary>
internal static class ConfigCheckVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = ConfigVerb.FileOption();
        var json = new Option<bool>("--json") { Description = "Print {file, valid, problems} instead of text." };
        var command = new Command("check", "Check the file: all problems with line, column, code and hint. Exit code 0 if valid, 3 if not.") { file, json };
        command.SetAction(parse => Run(terminal, parse.GetValue(file)!, parse.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string file, bool json)
    {
        var result = ConfigFile.Load(file);
        var valid = result.Options is not null;
        if (json)
        {
            terminal.WriteJson(new { result.File, Valid = valid, Problems = result.ToJson() });
        }
        else
        {
            terminal.WriteProblems(result);
            terminal.Writer.WriteLine(Summary(result));
        }

        return valid ? ExitCode.Ok : ExitCode.Config;
    }

    private static string Summary(ConfigResult result)
    {
        var warnings = result.Warnings.Count();
        var also = warnings == 0 ? string.Empty : $", {warnings} warning(s)";
        return result.Options is { } options
            ? $"{result.File} is valid: {options.Engines.Count} engine(s), {options.Routes.Count} route(s){also}"
            : $"{result.File} is not valid: {result.Errors.Count()} error(s){also}. Codes: docs/errors-config.md";
    }
}
