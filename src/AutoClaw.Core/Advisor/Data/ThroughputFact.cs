namespace AutoClaw.Core.Advisor.Data;

/// <summary>How fast somebody saw a model answer. One measurement under the conditions named; null: the source does not say.</summary>
public sealed record ThroughputFact
{
    /// <summary>For people, for example <c>Llama 3.3 70B</c>.</summary>
    public required string Model { get; init; }

    /// <summary>All parameters, in billions.</summary>
    public required double ParametersBillion { get; init; }

    /// <summary>Those that a token passes through: fewer in a mixture of experts.</summary>
    public required double ActiveBillion { get; init; }

    /// <summary>As the source names it, for example <c>FP8</c> or <c>Q4_K_M</c>.</summary>
    public required string Quantization { get; init; }

    /// <summary>What a weight takes on average, scales included.</summary>
    public required double BitsPerWeight { get; init; }

    /// <summary>The <see cref="Accelerator.Id"/>.</summary>
    public required string Accelerator { get; init; }

    /// <summary>How many of them shared the load.</summary>
    public required int Count { get; init; }

    /// <summary>The serving software.</summary>
    public required string Engine { get; init; }

    /// <summary>Requests at a time; null: as many as it took, or not named.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Tokens of a prompt.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of an answer.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Of all requests and all accelerators together.</summary>
    public required double OutputTokensPerSecond { get; init; }

    /// <summary>Where this comes from.</summary>
    public required DataOrigin Origin { get; init; }
}
