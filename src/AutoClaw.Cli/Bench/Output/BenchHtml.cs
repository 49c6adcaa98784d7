using AutoClaw.Cli.Pages;
using AutoClaw.Core.Benchmark.Report;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>The report as one HTML file.</summary>
internal static class BenchHtml
{
    public static string Write(BenchReport report)
    {
        var page = new HtmlPage(string.Join(" against ", report.Engines.Select(static e => e.Facts.Name)));
        page.Paragraph(ReportTexts.Summary(report));
        foreach (var warning in report.Warnings)
        {
            page.Note(warning);
        }

        HeadToHead(page, report);
        page.Paragraph(ReportTexts.HowToRead(report));
        page.Plots(BenchPlots.All(report));
        foreach (var (title, heads, rows) in ReportTexts.Tables(report))
        {
            page.Table(title, heads, rows.Select(static r => ((string?)null, r)));
        }

        return page.Finish();
    }

    private static void HeadToHead(HtmlPage page, BenchReport report) => page.Table(
        "Head to head", ["", .. report.Engines.Select(static e => e.Facts.Simulated ? $"{e.Facts.Name} (simulated)" : e.Facts.Name), "better"],
        report.Rows.Select(static row => (
            (string?)$"data-key=\"{row.Key}\" class=\"{row.Verdict.Kind.ToString().ToLowerInvariant()}\"",
            (string[])[row.Unit is { } unit and not ("share" or "score") ? $"{row.Title} [{unit}]" : row.Title, .. row.Cells.Select(c => Figure.Of(c, row.Unit)), Figure.Verdict(row)])));
}
