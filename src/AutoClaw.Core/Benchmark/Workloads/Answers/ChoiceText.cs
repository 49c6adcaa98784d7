using System.Text.RegularExpressions;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>Which letter an answer to a multiple choice question settles on.</summary>
internal static partial class ChoiceText
{
    /// <returns>Null: it settles on none, or on more than one.</returns>
    public static char? Of(string answer, int choices)
    {
        var plain = PlainText.Of(answer).Trim();
        var last = (char)('A' + choices - 1);
        var stated = Statement().Matches(plain).Where(match => Letter(match) <= last).ToArray();
        if (stated.Length == 0)
        {
            // The whole answer is the choice: "B", "(B)", "B. Because of the first word".
            return Alone().Match(plain) is { Success: true } alone && Letter(alone) <= last ? Letter(alone) : null;
        }

        // One who states every choice, one after the other, has settled on none; nor has one who states two in a line.
        var line = plain.LastIndexOf('\n', stated[^1].Index);
        var settled = Letter(stated[^1]);
        var open = stated.Where(match => match.Index > line).Any(match => Letter(match) != settled)
            || stated.TakeLast(choices).Select(Letter).Distinct().Count() == choices
            || Alternative().IsMatch(plain[(stated[^1].Index + stated[^1].Length)..]);
        return open ? null : settled;
    }

    private static char Letter(Match match) => match.Groups.Values.Skip(1).First(group => group.Success).Value[0];

    [GeneratedRegex(@"\b(?i:answer|choice)(?i: (?:is|would be|must be|should be))?[ ]?(?::|=)?[ ]?(?i:(?:option|choice|letter) )?(?:\(([A-Z])\)|\[([A-Z])\]|([A-Z])(?![A-Za-z']))|\\boxed\{(?:\\text\{)?\(?([A-Z])\)?\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\(?([A-Z])\)?(?:[.:)](?: [^\n]*)?)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Alone();

    [GeneratedRegex(@"^[ ]*(?:,|/|&|or\b|and\b)[ ]*(?:or |and )?\(?[A-Z]\)?(?![A-Za-z'])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Alternative();
}
