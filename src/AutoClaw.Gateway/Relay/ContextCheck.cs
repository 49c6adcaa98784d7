using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>Keeps a request from an engine that would cut its prompt without a word.</summary>
internal static class ContextCheck
{
    /// <summary>Null if the request is known to fit; else what the client is told if nobody else can take it.</summary>
    public static async ValueTask<EngineFailure?> RefuseAsync(EngineClient engine, ChatEnvelope envelope, TimeProvider time, CancellationToken cancellation)
    {
        var needed = envelope.EstimatedInputTokens + (envelope.MaxOutputTokens ?? 0);
        if (needed > engine.Kind.AssumedContext && engine.Health.State.ContextTokens is null && engine.Kind.LoadPath is not null)
        {
            using var patience = new CancellationTokenSource(engine.Options.FirstContentTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await engine.Health.LearnContextAsync(both.Token).ConfigureAwait(false);
        }

        return engine.SafeContext is { } context && needed > context ? EngineFailure.WouldTruncate(engine.Id, needed, context, engine.Kind.Enlarge) : null;
    }
}
