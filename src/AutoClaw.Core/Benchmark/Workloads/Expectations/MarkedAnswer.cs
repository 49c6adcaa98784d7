using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads.Answers;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// An exact answer on the line that begins with <c>ANSWER:</c>. Such a line may be repeated, but two that differ are no answer: else the
/// one who writes down all that is possible would be right.
/// </summary>
/// <param name="Truth">A number, a day as <c>yyyy-mm-dd</c>, a word, or items with commas between them.</param>
/// <param name="Kind">How it is compared.</param>
public sealed partial record MarkedAnswer(string Truth, MarkedAnswerKind Kind) : Expectation
{
    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var plain = PlainText.Of(answer);
        var found = Line().Matches(plain).Select(match => match.Groups[1].Value.Trim()).Where(value => value.Length > 0).Select(Form).Distinct(StringComparer.Ordinal).ToArray();
        var right = found.Length == 1 && found[0] == Form(Truth);
        return AnswerScore.Of(right ? 1 : 0, right, ("exact", right ? 1 : 0), ("marked", found.Length > 0 ? 1 : 0));
    }

    private string Form(string value) => Kind switch
    {
        MarkedAnswerKind.Number => NumberText.Only(value.TrimEnd('.')) is { } number ? number.ToString("0.############", CultureInfo.InvariantCulture) : "not a number: " + value,
        MarkedAnswerKind.Day => DateText.Only(value) is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "not a day: " + value,
        MarkedAnswerKind.List => string.Join(',', Separator().Split(value).Select(PlainText.Key)),
        _ => PlainText.Key(value),
    };

    [GeneratedRegex(@"^[ \t>_-]*(?:final )?answer[ _]*:[ _]*(.*)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\s*(?:,|;|->|>|→)\s*(?:and )?", RegexOptions.CultureInvariant)]
    private static partial Regex Separator();
}
