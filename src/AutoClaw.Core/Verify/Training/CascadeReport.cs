namespace AutoClaw.Core.Verify.Training;

/// <summary>Quality kept against cloud share, by policy and source.</summary>
/// <param name="DataHash">SHA-256 of the data.</param>
/// <param name="Options">What it was measured with.</param>
/// <param name="PromptScores">Where the prompt's scores come from: <c>out_of_fold</c> or <c>model</c>.</param>
/// <param name="Sources">By name, then all of them pooled.</param>
public sealed record CascadeReport(string DataHash, CascadeOptions Options, string PromptScores, IReadOnlyList<CascadeSource> Sources)
{
    /// <summary>The cloud shares at which <see cref="CascadeResult.Kept"/> is given.</summary>
    public static IReadOnlyList<double> Shares { get; } = [.. Enumerable.Range(0, 21).Select(i => i / 20.0)];
}
