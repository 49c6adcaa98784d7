namespace AutoClaw.Core.Advisor;

/// <summary>What is asked.</summary>
public sealed record WorkloadInputs
{
    public required double RequestsPerMonth { get; init; }

    /// <summary>Prompt tokens of the mean request, cached ones included.</summary>
    public required double InputTokens { get; init; }

    /// <summary>Tokens of the mean answer that its reader sees.</summary>
    public required double OutputTokens { get; init; }

    /// <summary>Requests a second in the busiest hour over those of the mean one. 1 or more.</summary>
    public required double PeakToAverage { get; init; }
}
