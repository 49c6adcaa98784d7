namespace AutoClaw.Gateway.Engines;

/// <summary>
/// Moving averages over an engine's completed chat answers, the latest with an eighth of the weight. Rates are those of sums, not means of
/// rates: a short answer says little. Immutable.
/// </summary>
internal sealed record PaceMeans
{
    private const double Weight = 1 / 8.0;

    /// <summary>From the call sent to the first token.</summary>
    public required double FirstContentSeconds { get; init; }

    private double? NewTokens { get; init; }

    private double? PromptTokens { get; init; }

    private double? PrefillSeconds { get; init; }

    private double? PrefilledTokens { get; init; }

    private double? DecodeTokens { get; init; }

    private double? DecodeSeconds { get; init; }

    /// <summary>Answer tokens in a second of one answer; null where none was long enough to tell.</summary>
    public double? TokensPerSecond => DecodeTokens / DecodeSeconds;

    /// <summary>
    /// Part of the prompts' tokens that came from the engine's prompt cache, 0 to 1; null where it has told of none: one that does not count
    /// them looks the same.
    /// </summary>
    public double? CachedShare => NewTokens < PromptTokens ? 1 - (NewTokens / PromptTokens) : null;

    /// <summary>Seconds for a prompt token that no cache holds; null where the engine does not tell.</summary>
    public double? PrefillPerToken => PrefillSeconds / PrefilledTokens;

    /// <summary>Seconds from a call sent to its first token.</summary>
    /// <param name="newTokens">Prompt tokens that the engine would have to read; null: as many as lately.</param>
    public double FirstContentOf(long? newTokens) => newTokens is { } tokens && PrefillPerToken is { } each && NewTokens is { } usual
        ? Math.Max(0, FirstContentSeconds + ((tokens - usual) * each))
        : FirstContentSeconds;

    /// <param name="known">Null for the first answer.</param>
    /// <param name="sample">The latest answer.</param>
    public static PaceMeans Next(PaceMeans? known, in PaceSample sample) => new()
    {
        FirstContentSeconds = Mean(known?.FirstContentSeconds, sample.FirstContentSeconds)!.Value,
        NewTokens = Mean(known?.NewTokens, sample.NewTokens),
        PromptTokens = Mean(known?.PromptTokens, sample.PromptTokens),
        PrefillSeconds = Mean(known?.PrefillSeconds, sample.PrefillSeconds),
        PrefilledTokens = Mean(known?.PrefilledTokens, sample.PrefillSeconds is null ? null : sample.NewTokens),
        DecodeTokens = Mean(known?.DecodeTokens, sample.DecodeTokens),
        DecodeSeconds = Mean(known?.DecodeSeconds, sample.DecodeSeconds),
    };

    private static double? Mean(double? known, double? value) => known is null ? value : value is null ? known : known + ((value - known) * Weight);
}
