using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>Days in a text: <c>2031-03-14</c>, <c>14 March 2031</c>, <c>14th of March 2031</c>, <c>March 14, 2031</c>. Forms such as 03/04/2031 mean two days and are none.</summary>
internal static partial class DateText
{
    /// <summary>Every day of a plain text, and the text without them.</summary>
    public static (IReadOnlyList<DateOnly> Days, string Without) In(string plain)
    {
        var days = new List<DateOnly>();
        var rest = Pattern().Replace(plain, match =>
        {
            if (Day(match) is not { } day)
            {
                return match.Value;
            }

            days.Add(day);
            return "~";
        });
        return (days, rest);
    }

    /// <summary>The day that the text is, with at most its weekday; null where it is none or more.</summary>
    public static DateOnly? Only(string plain)
    {
        var (days, rest) = In(plain);
        return days.Count == 1 && !rest.Any(char.IsAsciiDigit) ? days[0] : null;
    }

    private static DateOnly? Day(Match match)
    {
        var (year, month, day) = match.Groups["y1"].Success ? ("y1", "m1", "d1") : match.Groups["y2"].Success ? ("y2", "m2", "d2") : ("y3", "m3", "d3");
        var text = $"{match.Groups[year].Value} {Month(match.Groups[month].Value)} {match.Groups[day].Value}";
        return DateOnly.TryParseExact(text, ["yyyy M d", "yyyy M dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? found : null;
    }

    private static string Month(string month) => char.IsAsciiDigit(month[0])
        ? month.TrimStart('0')
        : (1 + "janfebmaraprmayjunjulaugsepoctnovdec".IndexOf(month[..3], StringComparison.OrdinalIgnoreCase) / 3).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<![\w-])(?:(?<y1>\d{4})-(?<m1>\d{2})-(?<d1>\d{2})(?![\w-])|(?<d2>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<m2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? (?<y2>\d{4})\b|(?<m3>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?<d3>\d{1,2})(?:st|nd|rd|th)?,? (?<y3>\d{4})\b)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Pattern();
}
