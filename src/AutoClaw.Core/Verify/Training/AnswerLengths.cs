using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Verify.Training;

/// <summary>Gives training rows the lengths of recorded answers to the same questions.</summary>
public static class AnswerLengths
{
    /// <summary>Characters of English a token, about: what the recordings hold is characters, so every length is an estimate.</summary>
    private const double CharsPerToken = 4;

    /// <summary>The same rows; those of a recorded question, without a length of their own, with the median length of its local answers.</summary>
    public static TrainingRow[] Apply(IReadOnlyList<TrainingRow> rows, IReadOnlyList<RecordedQuestion> questions)
    {
        var tokens = questions.GroupBy(q => q.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Median(g.SelectMany(q => q.Local.Values)), StringComparer.Ordinal);
        return rows.Select(r => r.WeakTokens is null && tokens.GetValueOrDefault(r.Key) is { } length ? r with { WeakTokens = length } : r).ToArray();
    }

    // The median, because a model that falls into a loop writes until it is stopped.
    private static double? Median(IEnumerable<RecordedAnswer> answers)
    {
        var lengths = answers.Where(a => a.Chars > 0).Select(a => a.Chars / CharsPerToken).Order().ToArray();
        return lengths.Length == 0 ? null : lengths[lengths.Length / 2];
    }
}
