using System.Globalization;
using System.Text;

namespace AutoClaw.RouterReport;

/// <summary>Tables and figures as the page writes them.</summary>
internal static class Markdown
{
    /// <param name="columns">Headings; those that begin with <c>&gt;</c> are of numbers, and go to the right.</param>
    /// <param name="rows">One cell a column.</param>
    public static string Table(string[] columns, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder();
        Line(text, columns.Select(c => c.TrimStart('>')));
        Line(text, columns.Select(c => c.StartsWith('>') ? "---:" : "---"));
        foreach (var row in rows)
        {
            Line(text, row);
        }

        return text.ToString();
    }

    public static string Figure(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
