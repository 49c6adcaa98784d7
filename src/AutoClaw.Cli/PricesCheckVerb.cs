using System.CommandLine;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Pricing;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw prices check</c>: whether a price file can be read, and which of its rows are old or of models that go.</summary>
internal static class PricesCheckVerb
{
    /// <summary>A retirement that is closer than this is told.</summary>
    private const int SoonDays = 60;

    private const int Examples = 6;

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var file = new Argument<string?>("FILE") { Description = "The price file. Left out: the shipped list.", Arity = ArgumentArity.ZeroOrOne };
        var strict = new Option<bool>("--strict") { Description = "Exit with 1 also where a row is old, or its model is gone or goes soon." };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON." };
        var command = new Command("check", "Check a price file, the age of its rows, and which models retire.") { file, strict, json };
        command.SetAction(parse =>
        {
            var list = parse.GetValue(file) is { } path ? PricesVerb.Load(terminal, path) : PriceList.Shipped;
            if (list is null)
            {
                return ExitCode.Failed;
            }

            var today = PricesVerb.Today(time);
            var stale = MarketData.StaleRows(list, today);
            var retiring = list.Rows.Where(row => row.RetiresOn is { } day && day.DayNumber - today.DayNumber <= SoonDays).OrderBy(row => row.RetiresOn).ThenBy(row => row.Model, StringComparer.Ordinal).ToList();
            if (parse.GetValue(json))
            {
                terminal.WriteJson(new
                {
                    list.Version,
                    Rows = list.Rows.Length,
                    Stale = stale.Select(row => new { row.What, row.CheckedOn, row.Days }),
                    Retiring = retiring.Select(row => new { row.Provider, row.Model, row.RetiresOn, row.RetirementSource, Gone = row.RetiresOn <= today }),
                });
            }
            else
            {
                Write(terminal, list, stale, retiring, today);
            }

            return parse.GetValue(strict) && (stale.Length > 0 || retiring.Count > 0) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static void Write(Terminal terminal, PriceList list, IReadOnlyList<StaleRow> stale, List<PriceRow> retiring, DateOnly today)
    {
        terminal.Out.WriteLine($"version {list.Version}: {list.Rows.Length} rows, all valid");
        foreach (var row in retiring)
        {
            terminal.Out.WriteLine($"{(row.RetiresOn <= today ? "retired" : "retires")} {PricesVerb.Day(row.RetiresOn)}: {row.Provider} {row.Model}");
        }

        if (stale.Count > 0)
        {
            terminal.Out.WriteLine($"{stale.Count} prices of models still sold were read more than {MarketData.StaleAfterDays} days ago, the oldest on {PricesVerb.Day(stale[0].CheckedOn)}:");
        }

        foreach (var day in stale.GroupBy(row => row.CheckedOn))
        {
            var more = day.Count() > Examples ? $" and {day.Count() - Examples} more (--json names them)" : string.Empty;
            terminal.Out.WriteLine($"{PricesVerb.Day(day.Key)} ({day.First().Days} days): {string.Join(", ", day.Take(Examples).Select(row => row.What.Replace("price of ", string.Empty, StringComparison.Ordinal)))}{more}");
        }
    }
}
