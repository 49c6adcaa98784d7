namespace AutoClaw.Gateway.Engines;

/// <summary>What an engine said of itself when it was last asked. Immutable: the next look makes another.</summary>
/// <param name="Condition">Whether it takes requests.</param>
/// <param name="Detail">For people: why, where it does not; or what is amiss although it does. Null where there is nothing to say.</param>
internal sealed record EngineState(EngineCondition Condition, string? Detail = null)
{
    public static readonly EngineState Unknown = new(EngineCondition.Unknown);

    /// <summary>Tokens of prompt and answer together that its model was loaded with; null where it does not say.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>It serves the configured model; null where it does not say, or takes any name.</summary>
    public bool? ServesModel { get; init; }

    /// <summary>Requests that it works on; null where it does not say.</summary>
    public double? Running { get; init; }

    /// <summary>Requests in its own queue; null where it does not say.</summary>
    public double? Waiting { get; init; }

    /// <summary>Share of its KV cache in use, 0 to 1; null where it does not say.</summary>
    public double? KvUsage { get; init; }

    /// <summary>The word for it: <c>ready</c>, <c>loading</c>, <c>down</c> or <c>unknown</c>.</summary>
    public string Word => Condition switch
    {
        EngineCondition.Ready => "ready",
        EngineCondition.Loading => "loading",
        EngineCondition.Down => "down",
        _ => "unknown",
    };
}
