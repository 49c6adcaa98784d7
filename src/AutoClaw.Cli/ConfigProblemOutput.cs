using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Cli;

/// <summary>A configuration's problems as verbs print them.</summary>
internal static class ConfigProblemOutput
{
    /// <summary>One line a problem, <c>file:line:column: …</c>, on standard error.</summary>
    public static void WriteProblems(this Terminal terminal, ConfigResult result)
    {
        foreach (var problem in result.Problems)
        {
            var colour = problem.Code.Severity == ConfigSeverity.Error ? "red" : "yellow";
            var text = Spectre.Console.Markup.Escape(problem.ToString());
            Spectre.Console.AnsiConsoleExtensions.MarkupLine(terminal.Error, $"[{colour}]{text}[/]");
        }
    }

    /// <summary>The problems as <c>--json</c> lists them.</summary>
    public static IEnumerable<ConfigProblemJson> ToJson(this ConfigResult result) => result.Problems.Select(ConfigProblemJson.Of);
}
