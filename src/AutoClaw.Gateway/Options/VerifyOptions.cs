using AutoClaw.Core.Verify;

namespace AutoClaw.Gateway.Options;

/// <summary>How a route checks local answers before it keeps them (docs/verify.md).</summary>
public sealed record VerifyOptions
{
    // About a tenth of the scores' range lies so near to a usual threshold.
    private const double DefaultAround = 0.1;

    /// <summary>Distance to the threshold within which answers are checked; null: <see cref="From"/> and <see cref="To"/>, or 0.1 without them.</summary>
    public double? Band { get; init; }

    /// <summary>Least score that is checked, -1 to 1.</summary>
    public double? From { get; init; }

    /// <summary>Greatest score that is checked, -1 to 1.</summary>
    public double? To { get; init; }

    /// <summary>A second answer must agree; null: none is asked for.</summary>
    public AgreeOptions? Agree { get; init; }

    /// <summary>The tokens must have been likely; null: not looked at.</summary>
    public LogprobsOptions? Logprobs { get; init; }

    /// <summary>What the cloud may be expected to gain; null: nobody asks.</summary>
    public ScorerOptions? Scorer { get; init; }

    public bool Format { get; init; } = true;

    public bool Refusal { get; init; } = true;

    public bool Truncation { get; init; } = true;

    public HoldOptions Hold { get; init; } = new();

    /// <summary>The scores for which answers are checked.</summary>
    public VerifyBand ToBand() => From is null && To is null ? new VerifyBand(Band ?? DefaultAround, -1, 1) : new VerifyBand(null, From ?? -1, To ?? 1);
}
