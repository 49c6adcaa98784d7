using System.Globalization;
using AutoClaw.Core.Routing.Tuning;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary>A verdict as a table: one line for each thing that a model was held against.</summary>
internal static class VerdictTable
{
    public static Table Of(string who, PromotionVerdict verdict)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("against", $"APGR {who}", "APGR", "difference", "95 % sure of more than");
        foreach (var (over, apgr) in verdict.Advantages.Zip([verdict.Running, 0.5, verdict.Length]))
        {
            table.AddRow(over.Over, Figure(verdict.Tuned), Figure(apgr), Figure(over.Value), Figure(over.Bound));
        }

        return table;
    }

    private static string Figure(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
