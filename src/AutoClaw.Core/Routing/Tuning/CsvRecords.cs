using System.Text;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>CSV as RFC 4180 has it: commas, quotes around what holds commas, quotes or line breaks, quotes doubled inside.</summary>
internal static class CsvRecords
{
    /// <returns>Each record with the line it begins on; empty lines are left out.</returns>
    public static IEnumerable<(int Line, string[] Cells)> Read(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        int line = 1, start = 1;
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (quoted && i < text.Length)
            {
                line += c == '\n' ? 1 : 0;
                var doubled = c == '"' && i + 1 < text.Length && text[i + 1] == '"';
                quoted = c != '"' || doubled;
                i += doubled ? 1 : 0;
                if (quoted)
                {
                    cell.Append(c);
                }

                continue;
            }

            if (c is ',' or '\n')
            {
                cells.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else
            {
                cell.Append(c);
            }

            if (c == '\n')
            {
                if (cells.Count > 1 || cells[0].Length > 0)
                {
                    yield return (start, cells.ToArray());
                }

                cells.Clear();
                quoted = false;
                start = ++line;
            }
        }
    }
}
