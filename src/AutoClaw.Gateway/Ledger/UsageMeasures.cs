using System.Collections.Immutable;
using AutoClaw.Core.Pricing;

namespace AutoClaw.Gateway.Ledger;

/// <summary>
/// What a usage report counts and sums of one entry, as SQL over a row of <c>attempt</c>: the report over entries and the roll-ups are
/// both made of this. A change of its meaning needs a migration that empties <c>usage_sum</c> and sets <c>through</c> to 0.
/// </summary>
internal static class UsageMeasures
{
    // All-cloud would have answered once: what failed before an answer (outcome 2, as stored), was replaced (6) or was no answer is
    // none of its calls.
    private const string Answered = "(role = 'answer' AND outcome NOT IN (2, 6))";

    /// <summary>Conditions; each is 0 or 1, never null.</summary>
    public static ImmutableArray<(string Name, string Sql)> Counts { get; } =
    [
        ("attempts", "1"),
        ("failures", "outcome IN (2, 3)"),
        ("cancelled", "outcome = 4"),
        ("unknown", "outcome = 0"),
        ("estimated", "estimated"),
        ("unpriced", "cost_pd IS NULL"),
        ("without_all_cloud", $"{Answered} AND counterfactual_pd IS NULL"),
    ];

    /// <summary>
    /// Whole numbers of 64 bits, null where there is none to add. Their sums are taken in two halves (the bits above the 30th, and the 30
    /// below): SQLite's own sum fails once the total leaves 64 bits, which at picodollars is nine million dollars.
    /// </summary>
    public static ImmutableArray<(string Name, string Sql)> Amounts { get; } =
    [
        ("input", "input_tokens"),
        ("cached", "cached_tokens"),
        ("output", "output_tokens"),
        ("reasoning", "reasoning_tokens"),
        ("cost", "cost_pd"),
        ("all_cloud", $"CASE WHEN {Answered} THEN counterfactual_pd END"),
        ("saved", $"CASE WHEN {Answered} THEN counterfactual_pd - cost_pd ELSE -cost_pd END"),
        ("estimate", $"CASE WHEN price_version IN ('{LocalCost.Version}', '{LocalCost.MeasuredVersion}') THEN cost_pd END"),
        ("measured", $"CASE WHEN price_version = '{LocalCost.MeasuredVersion}' THEN cost_pd END"),
    ];

    /// <summary>The columns of both, in the order of <see cref="UsageTotals"/>.</summary>
    public static ImmutableArray<string> Columns { get; } =
        [.. Counts.Select(count => count.Name), .. Amounts.SelectMany(amount => new[] { amount.Name + "_high", amount.Name + "_low" })];

    /// <summary>Sums over rows of <c>attempt</c>, in that order.</summary>
    public static string OverAttempts { get; } = string.Join(
        ", ",
        [.. Counts.Select(count => $"coalesce(sum({count.Sql}), 0)"), .. Amounts.Select(amount => $"sum(({amount.Sql}) >> 30), sum(({amount.Sql}) & 1073741823)")]);

    /// <summary>Sums over rows of <c>usage_sum</c>, in that order.</summary>
    public static string OverSums { get; } = string.Join(", ", Columns.Select(column => $"sum({column})"));
}
