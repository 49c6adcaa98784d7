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

    /// <summary>
    /// How long a call waits in its own queue by Little's law: all it has leave at the rate at which calls complete, those that wait among them.
    /// </summary>
    /// <param name="mean">What a call takes from sent to complete, that wait included.</param>
    public TimeSpan QueueWait(TimeSpan mean) => Waiting is > 0 and var waiting ? mean * (waiting / (waiting + Math.Max(1, Running ?? 0))) : TimeSpan.Zero;

    /// <summary>The word for it: <c>ready</c>, <c>loading</c>, <c>down</c> or <c>unknown</c>.</summary>
    public string Word => Condition switch
    {
        EngineCondition.Ready => "ready",
        EngineCondition.Loading => "loading",
        EngineCondition.Down => "down",
        _ => "unknown",
    };
}
