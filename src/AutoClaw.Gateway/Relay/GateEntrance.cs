using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Relay;

/// <summary>A client's way to an engine: refused there and then where the engine may not be asked, else through its gate.</summary>
internal static class GateEntrance
{
    /// <param name="scope">Whose request it is.</param>
    /// <param name="engine">Who is to answer.</param>
    /// <param name="envelope">The chat request; null for another operation.</param>
    /// <param name="services">The clock and the log.</param>
    /// <param name="over">Ends the wait: the client has gone, or waits no longer.</param>
    public static async ValueTask<GateEntry> EnterAsync(
        RequestScope scope, EngineClient engine, ChatEnvelope? envelope, RelayServices services, CancellationToken over)
    {
        // Before the wait, which would be for nothing.
        var refused = envelope is not null && engine.Kind.TruncatesSilently
            ? await ContextCheck.RefuseAsync(engine, envelope, services.Time, over).ConfigureAwait(false)
            : null;
        var entry = refused is null
            ? await EngineAdmission.EnterAsync(engine, scope.Caller, services.Time, over).ConfigureAwait(false)
            : new GateEntry(null, 0, refused);
        if (entry.Refusal is { } refusal)
        {
            services.Log.EngineFailed(scope.RequestId, engine.Id, refusal.Code, refusal.Logged);
        }

        return entry;
    }
}
