using System.Globalization;
using System.Text;
using AutoClaw.Core.Benchmark.Report;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>The report as Markdown.</summary>
internal static class BenchMarkdown
{
    public static string Write(BenchReport report)
    {
        var text = new StringBuilder();
        var names = report.Engines.Select(static e => e.Facts.Name).ToArray();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {string.Join(" against ", names)}").AppendLine();
        text.AppendLine(ReportTexts.Summary(report)).AppendLine();
        Table(text, ["", .. names, "better"], report.Rows.Select(row => (string[])[Title(row), .. row.Cells.Select(c => Figure.Of(c, row.Unit)), Figure.Verdict(row)]));
        text.AppendLine(ReportTexts.HowToRead(report)).AppendLine();
        foreach (var (title, heads, rows) in ReportTexts.Tables(report))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
            Table(text, heads, rows);
        }

        foreach (var warning in report.Warnings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"> {warning}").AppendLine();
        }

        return text.ToString();
    }

    private static string Title(ReportRow row) => row.Unit is { } unit and not ("share" or "score") ? $"{row.Title} [{unit}]" : row.Title;

    private static void Table(StringBuilder text, IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        text.AppendLine(Line(heads)).AppendLine(Line([.. heads.Select(static _ => "---")]));
        foreach (var row in rows)
        {
            text.AppendLine(Line(row));
        }

        text.AppendLine();
    }

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(static c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
