namespace AutoClaw.Core.Verify;

/// <summary>One choice of a whole answer, as far as the checks care.</summary>
public sealed record CheckedChoice
{
    /// <summary>The text; empty where there is none.</summary>
    public string Content { get; init; } = "";

    /// <summary>The engine's own statement that it refuses; null where there is none.</summary>
    public string? Refusal { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>The arguments of each tool call, as the engine wrote them: meant to be JSON.</summary>
    public IReadOnlyList<string> ToolArguments { get; init; } = [];

    /// <summary>Natural logarithm of each token's probability; empty where the engine told none.</summary>
    public IReadOnlyList<double> Logprobs { get; init; } = [];
}
