using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Core.Benchmark.Workloads.Answers;
using AutoClaw.Core.Benchmark.Workloads.Retrieval;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>
/// A value on a line that begins with <c>Answer:</c> and the numbers of the passages that it rests on. The value is compared exactly, so that
/// one who lists all that the passages hold is wrong; one citation more than needed is forgiven, as people cite the passage that they rule out.
/// </summary>
/// <param name="Truth">The value; null: the passages don't say it, and saying so is the right answer.</param>
/// <param name="Passages">The numbers of the passages needed.</param>
/// <param name="PassageCount">How many there are.</param>
public sealed partial record CitedAnswer(string? Truth, ImmutableArray<int> Passages, int PassageCount) : Expectation
{
    /// <inheritdoc/>
    public override AnswerScore Score(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var plain = PlainText.Of(answer);
        var values = Line().Matches(plain).Select(match => Form(match.Groups[1].Value)).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var value = values.Length == 1 ? values[0] : null;
        var abstained = value == RetrievalWorkload.Abstention;
        if (Truth is null)
        {
            return AnswerScore.Of(abstained ? 1 : 0, abstained, ("abstained_rightly", abstained ? 1 : 0));
        }

        var right = value is not null && value == Form(Truth);
        var cited = Cited(plain);
        var hits = Passages.Count(cited.Contains);
        var f1 = 2.0 * hits / (Passages.Length + cited.Count);
        var score = right ? (2 + f1) / 3 : 0;
        var correct = right && hits == Passages.Length && cited.Count <= Passages.Length + 1;
        return AnswerScore.Of(score, correct, ("answer", right ? 1 : 0), ("answered", abstained ? 0 : 1), ("citation_f1", f1));
    }

    /// <summary>Without citations behind the value; a number in whatever form, other values by their words without an article.</summary>
    private static string Form(string value)
    {
        var words = PlainText.Key(Citation().Replace(value, string.Empty));
        words = words.StartsWith("the ", StringComparison.Ordinal) ? words[4..] : words;
        return NumberText.Only(words) is { } number ? number.ToString("0.####", CultureInfo.InvariantCulture) : words;
    }

    private HashSet<int> Cited(string plain) =>
    [
        .. Citation().Matches(plain)
            .SelectMany(match => match.Groups[1].Value.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var passage) ? passage : 0)
            .Where(passage => passage >= 1 && passage <= PassageCount),
    ];

    [GeneratedRegex(@"^[ \t>_-]*answer[ _]*:[ _]*(.*)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\[(\d{1,3}(?:[ ]?[,;][ ]?\d{1,3})*)\]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Citation();
}
