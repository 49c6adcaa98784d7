using System.Globalization;
using AutoClaw.Gateway.Ledger;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary>A usage report for people: a table, then in words whatever a number in it leaves out.</summary>
internal static class UsageTable
{
    private const decimal Smallest = 0.000001m;

    public static void Write(Terminal terminal, UsageReport report)
    {
        if (report.Total.Attempts == 0)
        {
            terminal.Out.WriteLine("No requests in this time.");
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(report.Query.By.ToString().ToLowerInvariant());
        foreach (var heading in new[] { "requests", "attempts", "failed", "input", "cached", "output", "cost USD", "all-cloud USD", "saved USD" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var row in report.Rows)
        {
            table.AddRow(Cells(row.Simulated ? $"{row.Name} (simulated)" : row.Name, row.Sums));
        }

        table.AddEmptyRow();
        table.AddRow(Cells("total", report.Total));
        if (report.Simulated is { } simulated)
        {
            table.AddRow(Cells("of which simulated", simulated));
        }

        terminal.Out.Write(table);
        foreach (var note in Notes(report))
        {
            terminal.Out.WriteLine(note);
        }
    }

    /// <summary>Dollars with two to six decimals; an amount that would show as nothing says so.</summary>
    internal static string Dollars(decimal? usd, bool partial = false)
    {
        if (usd is not { } known)
        {
            return "unknown";
        }

        var text = known is > 0 and < Smallest ? "<0.000001"
            : known is < 0 and > -Smallest ? "-<0.000001"
            : known.ToString("#,##0.00####", CultureInfo.InvariantCulture);
        return partial ? text + " *" : text;
    }

    private static string[] Cells(string name, UsageSums sums) =>
    [
        Markup.Escape(name),
        Count(sums.Requests),
        Count(sums.Attempts),
        Count(sums.Failures),
        Count(sums.InputTokens),
        Count(sums.CachedTokens),
        Count(sums.OutputTokens),
        Dollars(sums.CostUsd, sums.Unpriced > 0 && sums.CostUsd is not null),
        Dollars(sums.AllCloudUsd, sums.SavedIsPartial && sums.AllCloudUsd is not null),
        Dollars(sums.SavedUsd, sums.SavedIsPartial && sums.SavedUsd is not null),
    ];

    private static IEnumerable<string> Notes(UsageReport report)
    {
        var total = report.Total;
        if (total.Unpriced > 0)
        {
            yield return $"* {Count(total.Unpriced)} attempts have no known price; their cost is not in the sums. Set the engine's price, or price_file.";
        }
        else if (total.SavedIsPartial)
        {
            yield return "* Some attempts have no all-cloud cost to compare with; saved covers the others.";
        }

        if (total.LocalEstimateUsd is { } own)
        {
            yield return $"{Dollars(own)} USD of the cost is an estimate of your own hardware and power (engines.ID.cost); saved is what is left after it.{(total.LocalMeasuredUsd is { } measured ? $" The watts of {Dollars(measured)} USD of it were measured." : "")}";
        }

        if (total.Estimated > 0)
        {
            yield return $"{Count(total.Estimated)} attempts have estimated tokens: the engine told none.";
        }

        if (total.Unknown > 0)
        {
            yield return $"{Count(total.Unknown)} attempts were under way when the gateway died; they count at their estimate.";
        }

        if (report.Simulated is not null)
        {
            yield return "simulated: the built-in simulator answered; neither the answers nor the money are real.";
        }
    }

    private static string Count(decimal number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
