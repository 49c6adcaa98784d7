using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli.Advise;

/// <summary>What one place was asked and answered. Checks and copies are in it: their tokens were asked for too.</summary>
/// <param name="Answers">Attempts that did not fail.</param>
/// <param name="InputTokens">Cached ones included.</param>
/// <param name="CachedTokens">Of them, from a cache.</param>
/// <param name="OutputTokens">Reasoning included.</param>
/// <param name="ReasoningTokens">Of them, thought before the answer.</param>
internal sealed record PlaceTraffic(double Answers, double InputTokens, double CachedTokens, double OutputTokens, double ReasoningTokens)
{
    public static PlaceTraffic None { get; } = new(0, 0, 0, 0, 0);

    public double Tokens => InputTokens + OutputTokens;

    public double CachedShare => InputTokens > 0 ? Math.Min(1, CachedTokens / InputTokens) : 0;

    /// <returns>Null where it answered nothing.</returns>
    public static PlaceTraffic? Of(UsageReport report, string place)
    {
        var sums = report.Rows.FirstOrDefault(row => row.Name == place && !row.Simulated)?.Sums;
        return sums is null || sums.Attempts <= sums.Failures || sums.InputTokens + sums.OutputTokens == 0 ? null : new PlaceTraffic(
            sums.Attempts - sums.Failures, (double)sums.InputTokens, (double)sums.CachedTokens, (double)sums.OutputTokens, (double)sums.ReasoningTokens);
    }

    public PlaceTraffic And(PlaceTraffic other) => new(
        Answers + other.Answers, InputTokens + other.InputTokens, CachedTokens + other.CachedTokens, OutputTokens + other.OutputTokens, ReasoningTokens + other.ReasoningTokens);
}
