namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>What a figure would have to break to be true.</summary>
public enum PhysicsLimit
{
    /// <summary>The weights, and the caches of the requests at hand, take more memory than there is.</summary>
    Memory,

    /// <summary>One stream: each pass reads the active weights from memory once.</summary>
    DecodeBandwidth,

    /// <summary>Many streams: they share a pass's weights, not their caches.</summary>
    BatchBandwidth,

    /// <summary>Answers: each token takes two operations for each active parameter.</summary>
    BatchCompute,

    /// <summary>Prompts: each token takes two operations for each active parameter.</summary>
    PrefillCompute,

    /// <summary>The first token: the prompt has to travel there, be read, and the token travel back.</summary>
    FirstToken,
}
