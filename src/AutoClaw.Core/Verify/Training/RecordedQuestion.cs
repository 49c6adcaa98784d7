namespace AutoClaw.Core.Verify.Training;

/// <summary>One question with the answers of several local models and the worth of a cloud model's.</summary>
public sealed record RecordedQuestion
{
    public required string Id { get; init; }

    /// <summary>The collection that it comes from.</summary>
    public required string Source { get; init; }

    public required ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>Rows with one key are the same question: they never part at a split.</summary>
    public required string Key { get; init; }

    /// <summary>The subject within the source; empty if not given.</summary>
    public required string Domain { get; init; }

    /// <summary>What the cloud model's answer was worth, 0 to 1.</summary>
    public required double StrongScore { get; init; }

    /// <summary>By model name; at least one.</summary>
    public required IReadOnlyDictionary<string, RecordedAnswer> Local { get; init; }
}
