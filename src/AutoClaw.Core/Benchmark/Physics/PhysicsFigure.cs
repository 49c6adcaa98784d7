namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>What was measured, or what somebody says. Null: nothing is said about it.</summary>
public sealed record PhysicsFigure
{
    /// <summary>Output tokens a second of one request that has the hardware for itself.</summary>
    public double? DecodeTokensPerSecond { get; init; }

    /// <summary>Prompt tokens a second, those read from a cache not counted.</summary>
    public double? PrefillTokensPerSecond { get; init; }

    /// <summary>Output tokens a second of all requests together.</summary>
    public double? BatchTokensPerSecond { get; init; }

    /// <summary>How many requests that was with; null: not known.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Tokens of context of a request, on average; 0 favours the figure.</summary>
    public double ContextTokens { get; init; }

    /// <summary>Milliseconds from sending the request to its first token.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Prompt tokens of that request which were read, not taken from a cache.</summary>
    public double PromptTokens { get; init; }

    /// <summary>Milliseconds of a round trip on the network, as measured; null: not known.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>Kilometres to the hardware; null: not known.</summary>
    public double? DistanceKm { get; init; }

    /// <summary>Tokens that one pass gives on average: 1, or more with speculative decoding.</summary>
    public double TokensPerPass { get; init; } = 1;
}
