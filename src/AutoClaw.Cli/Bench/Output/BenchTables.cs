using AutoClaw.Core.Benchmark.Report;
using Spectre.Console;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>The report on a terminal.</summary>
internal static class BenchTables
{
    public static void Write(Terminal terminal, BenchReport report)
    {
        terminal.Out.WriteLine(ReportTexts.Summary(report));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var engine in report.Engines)
        {
            table.AddColumn(Markup.Escape(engine.Facts.Simulated ? $"{engine.Facts.Name} (simulated)" : engine.Facts.Name));
        }

        table.AddColumn("better");
        foreach (var row in report.Rows)
        {
            table.AddRow([Markup.Escape(row.Unit is { } unit and not ("share" or "score") ? $"{row.Title} [{unit}]" : row.Title), .. row.Cells.Select(c => Markup.Escape(Figure.Of(c, row.Unit))), Colour(row)]);
        }

        terminal.Out.Write(table);
        terminal.Out.WriteLine(ReportTexts.HowToRead(report));
        foreach (var (title, heads, rows) in ReportTexts.Tables(report).Where(static t => t.Title is not ("Spread" or "Tokens of a call, on average")))
        {
            terminal.Out.Write(Plain(title, heads, rows));
        }

        foreach (var warning in report.Warnings)
        {
            terminal.Error.MarkupLineInterpolated($"[yellow]note:[/] {warning}");
        }
    }

    public static Table Plain(string title, IEnumerable<string> heads, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape(title));
        foreach (var head in heads)
        {
            table.AddColumn(Markup.Escape(head));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        return table;
    }

    private static string Colour(ReportRow row)
    {
        var text = Markup.Escape(Figure.Verdict(row));
        return row.Verdict.Kind switch
        {
            VerdictKind.Decided => $"[green]{text}[/]",
            VerdictKind.Undecided => $"[yellow]{text}[/]",
            _ => text,
        };
    }
}
