namespace AutoClaw.Core.Routing.Tuning;

/// <summary>One request of the user's own traffic and what is known of its answers.</summary>
public sealed record TuningRow
{
    /// <summary>Rows of one key are the same question: folds and resamples never part them.</summary>
    public required string Key { get; init; }

    /// <summary>The request as the model reads it.</summary>
    public required PromptFeatures Features { get; init; }

    /// <summary>What the local answer was worth, 0 to 1; null if nobody judged it.</summary>
    public required float? LocalScore { get; init; }

    /// <summary>What the cloud answer was worth, 0 to 1; null if nobody judged it.</summary>
    public required float? CloudScore { get; init; }

    /// <summary>A subject, a route or whatever else groups rows; empty if not known.</summary>
    public string Domain { get; init; } = "";

    /// <summary>How many requests the row stands for: one divided by the chance that it was sampled. Above 0.</summary>
    public float Weight { get; init; } = 1;

    /// <summary>True where both answers were judged: only these rows can measure a router.</summary>
    public bool IsPair => LocalScore is not null && CloudScore is not null;
}
