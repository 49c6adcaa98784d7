using System.Globalization;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.RouterReport;

/// <summary>How far the shipped model's expected output tokens are from recorded lengths of answers, on keys that it was not trained on.</summary>
/// <param name="Sources">By name, then all together.</param>
internal sealed record OutputLengths(IReadOnlyList<OutputLengths.Source> Sources)
{
    /// <summary>Measures the local answers of the held-out rows; those without a length are left out.</summary>
    public static OutputLengths Measure(IReadOnlyList<TrainingRow> rows, RecordedQuestions recorded)
    {
        var known = AnswerLengths.Apply(rows, recorded.Questions);
        var held = known.Where(r => Dataset.IsHeldOut(r.Key)).ToArray();
        var typical = Median(known.Where(r => !Dataset.IsHeldOut(r.Key) && r.WeakTokens > 0).Select(r => r.WeakTokens!.Value));
        var answers = held.Where(r => r.WeakTokens > 0).Select(row => new Answer(row.Source, row.WeakTokens!.Value, Expected(row), typical)).ToArray();
        return new OutputLengths(
        [
            .. answers.GroupBy(a => a.Source, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Sum(g.Key, [.. g])),
            .. answers.Length == 0 ? Array.Empty<Source>() : [Sum(Evaluation.Pooled, answers)],
        ]);
    }

    public string Table() => Markdown.Table(
        ["source", ">answers", ">median tokens", ">off by (median)", ">within a factor of 2", ">always the median: off by", ">within a factor of 2"],
        Sources.Select(s => new[]
        {
            $"`{s.Name}`", Markdown.Count(s.Answers), s.MedianTokens.ToString("0", CultureInfo.InvariantCulture),
            Factor(s.OffBy), Markdown.Figure(s.Within2), Factor(s.ConstantOffBy), Markdown.Figure(s.ConstantWithin2),
        }));

    private static double Expected(TrainingRow row) =>
        RouterModel.Shipped.Score(new RouterInput { Text = row.Prompt.Span, Turns = 1, ConversationBytes = row.Prompt.Length }).LocalTokens;

    private static Source Sum(string name, Answer[] answers)
    {
        var off = answers.Select(a => Off(a.Tokens, a.Expected)).ToArray();
        var constant = answers.Select(a => Off(a.Tokens, a.Typical)).ToArray();
        return new Source(
            name, answers.Length, Median(answers.Select(a => a.Tokens)), Median(off), Within2(off), Median(constant), Within2(constant));
    }

    private static double Off(double tokens, double expected) => Math.Max(tokens / expected, expected / tokens);

    private static double Within2(double[] off) => off.Count(o => o <= 2) / (double)off.Length;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private static string Factor(double value) => string.Create(CultureInfo.InvariantCulture, $"x{value:0.00}");

    /// <param name="Name">The source.</param>
    /// <param name="Answers">Recorded lengths.</param>
    /// <param name="MedianTokens">Their median.</param>
    /// <param name="OffBy">Median factor between expected and recorded tokens, 1 or more.</param>
    /// <param name="Within2">Share (0 to 1) that is no farther off than a factor of 2.</param>
    /// <param name="ConstantOffBy">The median factor, were the training's median expected always.</param>
    /// <param name="ConstantWithin2">The share, the same.</param>
    internal sealed record Source(
        string Name, int Answers, double MedianTokens, double OffBy, double Within2, double ConstantOffBy, double ConstantWithin2);

    private readonly record struct Answer(string Source, double Tokens, double Expected, double Typical);
}
