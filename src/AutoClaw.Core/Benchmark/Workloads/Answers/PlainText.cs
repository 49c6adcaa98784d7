using System.Text;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>An answer without what only decides how it looks.</summary>
internal static class PlainText
{
    /// <summary>Bold, italics, code marks and heading signs go; typographic quotes, dashes and spaces become plain ones; lines stay.</summary>
    public static string Of(string answer)
    {
        var text = new StringBuilder(answer.Length);
        foreach (var c in answer)
        {
            _ = c switch
            {
                '*' or '`' or '#' or '\r' or '\u200B' or '\u2060' or '\uFEFF' => text,
                '\u2018' or '\u2019' => text.Append('\''),
                '\u201C' or '\u201D' => text.Append('"'),
                '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => text.Append('-'),
                '\u00A0' or '\u202F' or '\u2009' or '\u2007' or '\t' => text.Append(' '),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    /// <summary>One line in lower case with single spaces, without quotes around it and a full stop behind it: what is compared where wording is exact.</summary>
    public static string Key(string value)
    {
        var words = Of(value).Replace('_', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words).Trim('"', '\'', '.', ' ', ';').ToLowerInvariant();
    }
}
