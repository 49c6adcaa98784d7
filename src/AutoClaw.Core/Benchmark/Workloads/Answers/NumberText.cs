using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>Numbers in a text: <c>1234</c>, <c>1,234</c>, <c>1 234</c>, <c>1'234</c>, each with decimals after a point. A comma before three digits groups, and so does a space.</summary>
internal static partial class NumberText
{
    /// <summary>Every number of a plain text, in its order. Digits inside of words (<c>A4</c>) are not numbers.</summary>
    public static IEnumerable<decimal> In(string plain)
    {
        foreach (Match match in Pattern().Matches(plain))
        {
            if (decimal.TryParse(Digits().Replace(match.Value, string.Empty), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
        }
    }

    /// <summary>The number that the text is, with at most a unit, a currency or a percent sign around it; null where it is none or more than one.</summary>
    public static decimal? Only(string plain)
    {
        var found = In(plain).Take(2).ToArray();
        return found.Length == 1 && !Pattern().Replace(plain, string.Empty).Any(char.IsAsciiDigit) ? found[0] : null;
    }

    [GeneratedRegex(@"(?<![\w.,]|[A-Za-z]-)-?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d+)(?:\.\d+)?(?![\w])(?!,\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex("[ ,']", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
