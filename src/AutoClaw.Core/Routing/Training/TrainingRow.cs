namespace AutoClaw.Core.Routing.Training;

/// <summary>One question with what two models made of it, or with a difficulty label alone.</summary>
public sealed record TrainingRow
{
    /// <summary>Unique within its file.</summary>
    public required string Id { get; init; }

    /// <summary>The collection that it comes from; metrics are given by source.</summary>
    public required string Source { get; init; }

    /// <summary>The prompt in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Prompt { get; init; }

    /// <summary>Rows with one key are the same question: they never part at a split.</summary>
    public required string Key { get; init; }

    /// <summary>What the strong model's answer was worth, 0 to 1 in training rows; null without outcome.</summary>
    public double? StrongScore { get; init; }

    /// <summary>What the weak model's answer was worth; null without outcome.</summary>
    public double? WeakScore { get; init; }

    /// <summary>0 (a small model does it) to 1 (hard). Used only where there is no outcome.</summary>
    public double? Difficulty { get; init; }

    /// <summary>The subject within the source, such as <c>astronomy</c>; empty if not given.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Name of the strong model; empty if not given.</summary>
    public string StrongModel { get; init; } = "";

    /// <summary>Name of the weak model; empty if not given.</summary>
    public string WeakModel { get; init; } = "";

    /// <summary>Scores of further models on the same question, by name; empty if none.</summary>
    public IReadOnlyDictionary<string, double> Models { get; init; } = NoModels;

    /// <summary>Tokens of the strong model's answer, measured or estimated; null if not known.</summary>
    public double? StrongTokens { get; init; }

    /// <summary>Tokens of the weak model's answer, measured or estimated; null if not known.</summary>
    public double? WeakTokens { get; init; }

    /// <summary>True if both models' answers were scored.</summary>
    public bool HasOutcome => StrongScore is not null && WeakScore is not null;

    private static readonly Dictionary<string, double> NoModels = [];
}
