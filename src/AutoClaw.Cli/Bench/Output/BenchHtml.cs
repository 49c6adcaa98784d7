using System.Globalization;
using System.Net;
using System.Text;
using AutoClaw.Core.Benchmark.Report;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>The report as one HTML file that needs nothing else: no script, no font, no image from anywhere.</summary>
internal static class BenchHtml
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1f24;background:#fff}
        table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
        th,td{border-bottom:1px solid #d8dee4;padding:.35rem .6rem;text-align:left;vertical-align:top}th{background:#f6f8fa}
        tr.decided td:last-child{color:#116329;font-weight:600}tr.undecided td:last-child{color:#9a6700}
        .note{background:#fff8c5;border:1px solid #d4a72c66;padding:.4rem .8rem;margin:.4rem 0}
        """;

    public static string Write(BenchReport report)
    {
        var names = string.Join(" against ", report.Engines.Select(static e => e.Facts.Name));
        var html = new StringBuilder();
        html.AppendLine("<!doctype html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.AppendLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">");
        html.AppendLine(CultureInfo.InvariantCulture, $"<title>{Text(names)}</title><style>{Style}</style></head><body>");
        html.AppendLine(CultureInfo.InvariantCulture, $"<h1>{Text(names)}</h1><p>{Text(ReportTexts.Summary(report))}</p>");
        foreach (var warning in report.Warnings)
        {
            html.AppendLine(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(warning)}</p>");
        }

        HeadToHead(html, report);
        html.AppendLine(CultureInfo.InvariantCulture, $"<p>{Text(ReportTexts.HowToRead(report))}</p>");
        foreach (var (title, heads, rows) in ReportTexts.Tables(report))
        {
            Table(html, title, heads, rows.Select(static r => ((string?)null, r)));
        }

        return html.AppendLine("</body></html>").ToString();
    }

    private static void HeadToHead(StringBuilder html, BenchReport report) => Table(
        html, "Head to head", ["", .. report.Engines.Select(static e => e.Facts.Simulated ? $"{e.Facts.Name} (simulated)" : e.Facts.Name), "better"],
        report.Rows.Select(static row => (
            (string?)$"data-key=\"{row.Key}\" class=\"{row.Verdict.Kind.ToString().ToLowerInvariant()}\"",
            (string[])[row.Unit is { } unit and not ("share" or "score") ? $"{row.Title} [{unit}]" : row.Title, .. row.Cells.Select(c => Figure.Of(c, row.Unit)), Figure.Verdict(row)])));

    private static void Table(StringBuilder html, string title, IEnumerable<string> heads, IEnumerable<(string? Attributes, string[] Cells)> rows)
    {
        html.AppendLine(CultureInfo.InvariantCulture, $"<table><caption>{Text(title)}</caption><thead><tr>{string.Concat(heads.Select(static h => $"<th>{Text(h)}</th>"))}</tr></thead><tbody>");
        foreach (var (attributes, cells) in rows)
        {
            html.AppendLine(CultureInfo.InvariantCulture, $"<tr{(attributes is null ? "" : " " + attributes)}>{string.Concat(cells.Select(static c => $"<td>{Text(c)}</td>"))}</tr>");
        }

        html.AppendLine("</tbody></table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
