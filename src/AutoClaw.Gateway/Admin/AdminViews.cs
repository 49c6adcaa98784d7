using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Admin;

/// <summary>What administrators look at: the snapshot in force and the state of its parts. Reads memory alone.</summary>
internal sealed class AdminViews(SnapshotState state, LedgerWriter ledger, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public Task StatusAsync(AdminRequest request) =>
        AdminAnswer.WriteAsync(request.Context, StatusAnswer.Of(state.Current, ledger, _started));

    public Task EnginesAsync(AdminRequest request) =>
        AdminAnswer.WriteAsync(request.Context, new { Engines = Engines(state.Current, time.GetUtcNow()) });

    public Task ConfigAsync(AdminRequest request) =>
        AdminAnswer.WriteAsync(request.Context, new { Config = ConfigShow.Values(state.Current.Options) });

    // The options of the snapshot, not the engine's own: an engine that was kept over a reload has its old facts.
    private static IEnumerable<EngineAnswer> Engines(GatewaySnapshot current, DateTimeOffset now) =>
        current.Engines.Zip(current.Options.Engines, (engine, options) => EngineAnswer.Of(engine, options, now));
}
