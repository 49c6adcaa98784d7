namespace AutoClaw.Core.Judging;

/// <summary>What the two answers to one request were worth, 0 (useless) to 1 (as good as can be).</summary>
/// <param name="Local">The local answer.</param>
/// <param name="Cloud">The cloud answer.</param>
public readonly record struct PairVerdict(double Local, double Cloud)
{
    /// <summary>Neither is better, so nothing was lost by the cheaper one.</summary>
    public static PairVerdict Tie { get; } = new(1, 1);

    public static PairVerdict LocalWins { get; } = new(1, 0);

    public static PairVerdict CloudWins { get; } = new(0, 1);
}
