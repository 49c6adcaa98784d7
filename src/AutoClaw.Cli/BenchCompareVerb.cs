using System.CommandLine;
using AutoClaw.Cli.Bench.Output;
using AutoClaw.Core.Benchmark.Report;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw bench compare</c>: what changed between two runs.</summary>
internal static class BenchCompareVerb
{
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("A.json") { Description = "The earlier report." };
        var second = new Argument<string>("B.json") { Description = "The later one." };
        var json = new Option<bool>("--json") { Description = "Print the rows as JSON." };
        var command = new Command("compare", "Show what changed between two runs: a change counts only where the intervals lie apart.") { first, second, json };
        command.SetAction(parse => Run(terminal, parse.GetValue(first)!, parse.GetValue(second)!, parse.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string first, string second, bool json)
    {
        if (BenchJson.Read(first, out var problem) is not { } a || BenchJson.Read(second, out problem) is not { } b)
        {
            return terminal.Fail(ExitCode.Failed, problem!);
        }

        var changes = ReportChanges.Between(a, b).ToArray();
        if (changes.Length == 0)
        {
            return terminal.Fail(ExitCode.Failed, "The two reports have no engine in common.");
        }

        if (json)
        {
            terminal.Writer.WriteLine(BenchJson.Write(changes));
        }
        else
        {
            terminal.Out.Write(BenchTables.Plain(
                $"{Path.GetFileName(first)} to {Path.GetFileName(second)}", ["engine", "figure", "before", "after", "changed"],
                changes.Select(static c => (string[])[c.Engine, c.Title, Figure.Of(c.Before, c.Unit), Figure.Of(c.After, c.Unit), c.Factor is { } factor ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"x{factor:0.00}") : c.Changed ? "yes" : "not clearly"])));
        }

        return ExitCode.Ok;
    }
}
