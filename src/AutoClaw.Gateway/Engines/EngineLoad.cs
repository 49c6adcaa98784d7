using AutoClaw.Gateway.Engines.Queue;

namespace AutoClaw.Gateway.Engines;

/// <summary>What is known of an engine's load, as it is when a request is decided. What is not known is null.</summary>
public sealed record EngineLoad
{
    /// <summary>Calls that wait for it in the gateway.</summary>
    public required int QueueDepth { get; init; }

    /// <summary>Calls that it has been sent and has not answered.</summary>
    public required int UnderWay { get; init; }

    /// <summary>Calls that it is sent at the same time; null: any number.</summary>
    public required int? Slots { get; init; }

    /// <summary>Expected seconds until the engine would begin with the call.</summary>
    public required double? PredictedWaitSeconds { get; init; }

    /// <summary>Expected seconds until the first token, the wait included.</summary>
    public required double? PredictedTtftSeconds { get; init; }

    /// <summary>Answer tokens a second in one answer, lately.</summary>
    public required double? TokensPerSecond { get; init; }

    /// <summary>Part of the prompts' tokens that came from its prompt cache, lately; 0 to 1.</summary>
    public required double? CachedShare { get; init; }

    /// <summary>Calls that it says it works on, whoever sent them.</summary>
    public required double? Running { get; init; }

    /// <summary>Calls that it says wait in its own queue.</summary>
    public required double? Waiting { get; init; }

    /// <summary>Part of its KV cache that it says is in use, 0 to 1.</summary>
    public required double? KvUsage { get; init; }

    /// <param name="engine">The engine.</param>
    /// <param name="caller">Whose call it would be.</param>
    /// <param name="promptTokens">Tokens of its prompt, none of them cached; null: a prompt like the last ones.</param>
    internal static EngineLoad Of(EngineClient engine, Caller caller, long? promptTokens)
    {
        var state = engine.Health.State;
        var means = engine.Pace.Means;
        var wait = WaitOf(engine, caller)?.TotalSeconds;
        return new EngineLoad
        {
            QueueDepth = engine.Gate.Waiting + (engine.Server?.Awaiting ?? 0),
            UnderWay = engine.Gate.UnderWay,
            Slots = engine.Gate.Slots,
            PredictedWaitSeconds = Rounded(wait),
            PredictedTtftSeconds = Rounded(wait + means?.FirstContentOf(promptTokens)),
            TokensPerSecond = Rounded(means?.TokensPerSecond),
            CachedShare = Rounded(means?.CachedShare),
            Running = state.Running,
            Waiting = state.Waiting,
            KvUsage = state.KvUsage,
        };
    }

    /// <summary>
    /// Until <paramref name="engine"/> would begin with a call of <paramref name="caller"/>: its start, the gateway's queue and its own. Null:
    /// nothing to tell by.
    /// </summary>
    internal static TimeSpan? WaitOf(EngineClient engine, Caller caller) =>
        engine.Server is { IsReady: false } server ? server.ExpectedStart + engine.Gate.PredictedWait(caller) : WaitOfRunning(engine, caller);

    private static TimeSpan? WaitOfRunning(EngineClient engine, Caller caller) =>
        engine.Health.State.Waiting > 0 && engine.Gate.MeanTime is { } mean
            ? engine.Gate.PredictedWait(caller) + engine.Health.State.QueueWait(mean)
            : engine.Gate.PredictedWait(caller);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
