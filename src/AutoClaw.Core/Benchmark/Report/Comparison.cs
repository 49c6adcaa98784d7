using System.Collections.Immutable;
using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>
/// Compares engines by one figure on the prompts that all of them answered. A row of a report has an interval for each engine and one for what
/// lies between the best and each other one, and is read as one statement: so the error that is allowed is divided among them (Bonferroni),
/// and all of them together hold the truth as often as is promised.
/// </summary>
/// <param name="level">Of all intervals of a row together, such as 0.95.</param>
/// <param name="seed">Fixes the resamples.</param>
/// <param name="engines">How many are compared, at least 1.</param>
public sealed class Comparison(double level, ulong seed, int engines)
{
    /// <summary>Ratios within 3 % of 1 are no reason to choose.</summary>
    public const double EqualRatio = 0.03;

    /// <summary>Nor is a difference of 2 points of a score in 100.</summary>
    public const double EqualScore = 0.02;

    /// <summary>Of each interval alone.</summary>
    public double EachLevel { get; } = 1 - ((1 - level) / ((2 * engines) - 1));

    /// <summary>The figure of one engine with its interval; null where no call has it.</summary>
    public Interval? Figure(Measure measure, IEnumerable<BenchCall> calls)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var groups = Groups(measure, calls).Select(static g => g.Values).ToArray();
        return groups.Length == 0 ? null
            : measure.Kind == MeasureKind.MedianByRatio ? Bootstrap.OfMedian(groups, EachLevel, seed)
            : Bootstrap.OfMean(groups, EachLevel, seed);
    }

    /// <summary>Who is better. With several engines the best is compared with each other one.</summary>
    /// <param name="measure">By what.</param>
    /// <param name="calls">Of the load that is compared, by engine.</param>
    public RowVerdict Verdict(Measure measure, IReadOnlyDictionary<string, ImmutableArray<BenchCall>> calls)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(calls);
        var known = calls
            .Select(pair => (Name: pair.Key, Groups: Groups(measure, pair.Value).ToDictionary(static g => g.Prompt, static g => g.Values, StringComparer.Ordinal)))
            .Where(static pair => pair.Groups.Count > 0)
            .Select(pair => (pair.Name, pair.Groups, Figure: Summary(measure, pair.Groups.Values)))
            .OrderBy(pair => measure.LowerIsBetter ? pair.Figure : -pair.Figure)
            .ThenBy(static pair => pair.Name, StringComparer.Ordinal)
            .ToArray();
        if (known.Length < 2)
        {
            return new RowVerdict(VerdictKind.Unknown);
        }

        var best = known[0];
        var against = known[1..].Select(other => (other.Name, Verdict: Against(measure, best.Name, best.Groups, other.Name, other.Groups))).ToArray();
        var weakest = against.FirstOrDefault(a => a.Verdict.Kind == VerdictKind.Undecided).Verdict
            ?? against.FirstOrDefault(a => a.Verdict.Kind == VerdictKind.Unknown).Verdict
            ?? against.FirstOrDefault(a => a.Verdict.Kind == VerdictKind.Equal).Verdict
            ?? against[0].Verdict;
        return weakest;
    }

    private RowVerdict Against(
        Measure measure, string best, Dictionary<string, ImmutableArray<double>> first, string other, Dictionary<string, ImmutableArray<double>> second)
    {
        var pairs = first.Where(p => second.ContainsKey(p.Key)).OrderBy(static p => p.Key, StringComparer.Ordinal).Select(p => (p.Value, second[p.Key])).ToArray();
        if (pairs.Length == 0)
        {
            return new RowVerdict(VerdictKind.Unknown, null, other);
        }

        var byRatio = measure.Kind == MeasureKind.MedianByRatio;
        var effect = byRatio ? PairedComparison.Ratio(pairs, EachLevel, seed) : PairedComparison.Difference(pairs, EachLevel, seed);
        var none = byRatio ? 1.0 : 0.0;
        double? p = measure == Measure.Correct
            ? McNemar.P(pairs.Count(static x => x.Item1.Average() > x.Item2.Average()), pairs.Count(static x => x.Item1.Average() < x.Item2.Average()))
            : null;
        var better = measure.LowerIsBetter ? effect.High < none : effect.Low > none;

        // One prompt tells nothing of the next.
        var kind = pairs.Length == 1 ? VerdictKind.Undecided
            : better && (p is null || p <= 1 - EachLevel) && !IsEqual(measure, effect) ? VerdictKind.Decided
            : IsEqual(measure, effect) ? VerdictKind.Equal
            : VerdictKind.Undecided;
        return new RowVerdict(kind, kind == VerdictKind.Decided ? best : null, other, effect, p);
    }

    private static bool IsEqual(Measure measure, Interval effect) => measure switch
    {
        { Kind: MeasureKind.MedianByRatio } => effect.Low > 1 - EqualRatio && effect.High < 1 + EqualRatio,
        { Unit: "USD" } => effect is { Low: 0, High: 0 },
        _ => effect.Low > -EqualScore && effect.High < EqualScore,
    };

    private static double Summary(Measure measure, IEnumerable<ImmutableArray<double>> groups)
    {
        var values = groups.SelectMany(static g => g);
        return measure.Kind == MeasureKind.MedianByRatio ? Quantiles.Median(values) : values.Average();
    }

    private static IEnumerable<(string Prompt, ImmutableArray<double> Values)> Groups(Measure measure, IEnumerable<BenchCall> calls) => calls
        .Where(static call => !call.Ramp)
        .Select(call => (call.PromptId, Value: measure.Value(call)))
        .Where(static pair => pair.Value is not null)
        .GroupBy(static pair => pair.PromptId, static pair => pair.Value!.Value, StringComparer.Ordinal)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .Select(static group => (group.Key, group.ToImmutableArray()));
}
