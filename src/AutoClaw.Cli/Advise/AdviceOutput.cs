using System.Text;
using AutoClaw.Cli.Bench.Output;
using AutoClaw.Core.Advisor.Recommendations;
using Spectre.Console;

namespace AutoClaw.Cli.Advise;

/// <summary>The advice on a terminal and as Markdown.</summary>
internal static class AdviceOutput
{
    public static void Write(Terminal terminal, Advice advice)
    {
        terminal.Out.MarkupLineInterpolated($"[bold]{AdviceText.Headline(advice)}[/]");
        foreach (var section in AdviceText.Sections(advice))
        {
            if (!section.Heads.IsEmpty)
            {
                terminal.Out.Write(BenchTables.Plain(section.Title, section.Heads, section.Rows));
                continue;
            }

            terminal.Out.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            foreach (var row in section.Rows)
            {
                terminal.Out.WriteLine($"- {row[0]}");
            }
        }
    }

    public static string Markdown(Advice advice, IReadOnlyCollection<string> notes)
    {
        var text = new StringBuilder().Append("# ").Append(AdviceText.Headline(advice)).Append('\n');
        foreach (var section in AdviceText.Sections(advice))
        {
            Append(text, section);
        }

        if (notes.Count > 0)
        {
            Append(text, AdviceSection.Sentences("To know", notes));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, AdviceSection section)
    {
        text.Append("\n## ").Append(section.Title).Append("\n\n");
        if (!section.Heads.IsEmpty)
        {
            text.Append(Line(section.Heads)).Append(Line(section.Heads.Select(static _ => "---")));
        }

        foreach (var row in section.Rows)
        {
            text.Append(section.Heads.IsEmpty ? $"- {row[0]}\n" : Line(row));
        }
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
