namespace AutoClaw.Core.Wire.Hub;

/// <summary>
/// A chat request in no dialect: what several wires can say, and under <see cref="Foreign"/> what only its own can. Made only where
/// client and engine speak different wires. What is null was not said, so that the engine's own default holds.
/// </summary>
public sealed record ChatRequest
{
    /// <summary>As the client wrote it; the engine gets its own name.</summary>
    public required string Model { get; init; }

    public bool Stream { get; init; }

    /// <summary>In order, system messages among them.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public IReadOnlyList<ChatTool> Tools { get; init; } = [];

    public ToolChoice? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public ResponseFormat? ResponseFormat { get; init; }

    public long? MaxOutputTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public long? TopK { get; init; }

    public double? PresencePenalty { get; init; }

    public double? FrequencyPenalty { get; init; }

    public long? Seed { get; init; }

    /// <summary>Answers asked for, 1 or more.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Alternatives to report for each token, 0 for the chosen one alone; null: no log probabilities.</summary>
    public int? TopLogprobs { get; init; }

    public ReasoningDemand? Reasoning { get; init; }

    /// <summary>Whom the client asks for, as it names them to the engine.</summary>
    public string? EndUser { get; init; }

    /// <summary>Top-level fields that the neutral form has no place for.</summary>
    public IReadOnlyList<ForeignField> Foreign { get; init; } = [];
}
