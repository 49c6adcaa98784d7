using System.Globalization;
using System.Net;
using System.Text;

namespace AutoClaw.Cli.Pages;

/// <summary>A report as one HTML file that needs nothing else: no script, no font, no image from anywhere. Written from top to bottom.</summary>
internal sealed class HtmlPage
{
    // Paper has no scroll bar and no dark; a plot or a row that ends on the next page can't be read.
    private const string Style = """
        :root{color-scheme:light dark;--text:#1b1f24;--page:#fff;--line:#d8dee4;--head:#f6f8fa;--good:#116329;--open:#7d5200;--note:#fff8c5;--edge:#d4a72c66}
        @media (prefers-color-scheme:dark){:root{--text:#e6edf3;--page:#121212;--line:#3d444d;--head:#1e2329;--good:#4ac26b;--open:#d8a33a;--note:#3a2f0b;--edge:#9e6a0366}}
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:var(--text);background:var(--page)}
        h1{font-size:1.6rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.1rem}
        .table{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
        th,td{border-bottom:1px solid var(--line);padding:.35rem .6rem;text-align:left;vertical-align:top}thead th{background:var(--head)}tbody th{font-weight:400}
        tr.decided td:last-child{color:var(--good);font-weight:600}tr.undecided td:last-child{color:var(--open)}
        .note{background:var(--note);border:1px solid var(--edge);padding:.4rem .8rem;margin:.4rem 0}
        .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(34rem,100%),1fr));gap:1rem 2rem;align-items:start}
        figure{margin:1rem 0;min-width:0;overflow-x:auto}figure svg{display:block;width:100%;height:auto}figcaption{font-size:.9rem;padding-top:.3rem}
        @media (max-width:40rem){body{font-size:14px;margin:1rem auto;padding:0 .6rem}th,td{padding:.3rem .4rem}figure svg{min-width:32rem}}
        @media print{:root{color-scheme:light;--text:#000;--line:#bbb;--head:#eee;--good:#116329;--open:#7d5200;--note:#fff;--edge:#888}body{margin:0;max-width:none;font-size:10pt}
        .table{overflow:visible}thead{display:table-header-group}tr,figure{break-inside:avoid}.plots{display:block}figure{overflow:visible}figure svg{max-width:16cm;min-width:0}}
        """;

    private readonly StringBuilder _html = new();

    public HtmlPage(string title)
    {
        _html.AppendLine("<!doctype html>").AppendLine("<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        _html.AppendLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">");
        _html.AppendLine(CultureInfo.InvariantCulture, $"<title>{Text(title)}</title><style>{Style}</style></head><body>").AppendLine(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1>");
    }

    public void Paragraph(string text) => _html.AppendLine(CultureInfo.InvariantCulture, $"<p>{Text(text)}</p>");

    /// <summary>What must not be overlooked.</summary>
    public void Note(string text) => _html.AppendLine(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(text)}</p>");

    public void Sentences(string title, IEnumerable<string> sentences) =>
        _html.AppendLine(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2><ul>{string.Concat(sentences.Select(static s => $"<li>{Text(s)}</li>"))}</ul>");

    /// <param name="title">Its caption.</param>
    /// <param name="heads">Of the columns.</param>
    /// <param name="rows">The first cell is the row's name; attributes of the row are written as they are.</param>
    public void Table(string title, IEnumerable<string> heads, IEnumerable<(string? Attributes, string[] Cells)> rows)
    {
        // Can be scrolled with the keys too, on a screen that is too narrow for it.
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"table\" role=\"region\" aria-label=\"{Text(title)}\" tabindex=\"0\"><table><caption>{Text(title)}</caption>");
        _html.AppendLine(CultureInfo.InvariantCulture, $"<thead><tr>{string.Concat(heads.Select(static h => h.Length == 0 ? "<td></td>" : $"<th scope=\"col\">{Text(h)}</th>"))}</tr></thead><tbody>");
        foreach (var (attributes, cells) in rows)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<tr{(attributes is null ? "" : " " + attributes)}><th scope=\"row\">{Text(cells[0])}</th>");
            _html.AppendLine(CultureInfo.InvariantCulture, $"{string.Concat(cells.Skip(1).Select(static c => $"<td>{Text(c)}</td>"))}</tr>");
        }

        _html.AppendLine("</tbody></table></div>");
    }

    public void Plots(IEnumerable<PagePlot> plots)
    {
        _html.AppendLine("<div class=\"plots\">");
        foreach (var plot in plots)
        {
            _html.AppendLine(CultureInfo.InvariantCulture, $"<figure id=\"{plot.Id}\">{plot.Svg}<figcaption>{Text(plot.Caption)}</figcaption></figure>");
        }

        _html.AppendLine("</div>");
    }

    /// <summary>The whole page.</summary>
    public string Finish() => _html.AppendLine("</body></html>").ToString();

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
