using System.Globalization;
using AutoClaw.Core.Routing.Training;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary>What <c>autoclaw router evaluate</c> prints: four orders of the rows for every source.</summary>
internal static class RouterEvaluationTable
{
    public static Table Create(IReadOnlyList<SourceEvaluation> results)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in new[] { "source", "n", "cloud", "strong", "weak", "order", "APGR", "CPT(50%)", "CPT(80%)", "95% quality", "98% quality" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var result in results)
        {
            var head = new[]
            {
                result.Source, result.Rows.ToString(CultureInfo.InvariantCulture), Share(result.CloudShareAtDefault),
                Share(result.Outcomes?.StrongQuality), Share(result.Outcomes?.WeakQuality),
            };
            if (result.Outcomes is not { Router: { } router, Baselines: { } baselines })
            {
                table.AddRow([.. head, result.Outcomes is null ? "no outcomes" : "no gap", "", "", "", "", ""]);
                continue;
            }

            table.AddRow([.. head, "router", .. Cells(router)]);
            table.AddRow(["", "", "", "", "", "random", .. Cells(baselines.Random)]);
            table.AddRow(["", "", "", "", "", "length", .. Cells(baselines.Length)]);
            table.AddRow(["", "", "", "", "", "oracle", .. Cells(baselines.Oracle)]);
        }

        return table;
    }

    private static string[] Cells(MeasuredMetrics m) =>
    [
        Cell(m.Value.Apgr, m.Low.Apgr, m.High.Apgr),
        Cell(m.Value.Cpt50, m.Low.Cpt50, m.High.Cpt50),
        Cell(m.Value.Cpt80, m.Low.Cpt80, m.High.Cpt80),
        Cell(m.Value.Share95, m.Low.Share95, m.High.Share95),
        Cell(m.Value.Share98, m.Low.Share98, m.High.Share98),
    ];

    // Parentheses, because square brackets are markup to the table.
    private static string Cell(double value, double low, double high) => $"{Share(value)} ({Share(low)}-{Share(high)})";

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
