using System.Diagnostics;
using System.Diagnostics.Metrics;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Observability;

/// <summary>
/// What <c>/metrics</c> shows. Names and buckets are OpenTelemetry's GenAI semantic conventions where there is one, <c>autoclaw.*</c>
/// otherwise. Fed from settled attempts only, so that it can't disagree with the ledger.
/// </summary>
internal sealed class GatewayMetrics : IDisposable
{
    private const string Name = "AutoClaw.Gateway";

    // Bucket limits that the conventions ask for (gen_ai.client.operation.duration, gen_ai.server.time_to_first_token).
    private static readonly InstrumentAdvice<double> DurationBuckets = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    private static int _meters;

    private readonly Meter _meter;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _shadows;
    private readonly Counter<long> _challenges;
    private readonly Counter<long> _spills;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;

    /// <param name="meter">See <see cref="NextMeterName"/>.</param>
    /// <param name="ledger">Counts itself.</param>
    /// <param name="state">The engines and routes in force.</param>
    /// <param name="connections">Of clients.</param>
    public GatewayMetrics(string meter, LedgerWriter ledger, SnapshotState state, UnderWayCount connections)
    {
        _meter = new Meter(meter);
        _attempts = _meter.CreateCounter<long>("autoclaw.attempts", "{attempt}", "Calls to engines by how they ended.");
        _tokens = _meter.CreateCounter<long>("autoclaw.tokens", "{token}", "Prompt and completion tokens.");
        _cost = _meter.CreateCounter<double>("autoclaw.cost", "{USD}", "What calls cost where the price is known; the ledger has it exactly.");
        _shadows = _meter.CreateCounter<long>("autoclaw.shadow", "{request}", "Requests that were to be copied to the other place, by what came of it.");
        _challenges = _meter.CreateCounter<long>("autoclaw.challenger", "{request}", "Answered requests by where the router model and its challenger would send them.");
        _spills = _meter.CreateCounter<long>("autoclaw.spilled", "{request}", "Requests that the cloud was asked because the local engines were too busy, by how that call ended.");
        _duration = _meter.CreateHistogram("gen_ai.client.operation.duration", "s", "From the request received to its end.", advice: DurationBuckets);
        _firstToken = _meter.CreateHistogram(
            "gen_ai.server.time_to_first_token", "s", "From the request received to the first token of any kind.", advice: DurationBuckets);
        _meter.CreateObservableCounter("autoclaw.ledger.settled", () => ledger.Settled, "{attempt}", "Attempts in the ledger for good.");
        _meter.CreateObservableCounter("autoclaw.ledger.groups", () => ledger.Groups, "{commit}", "Transactions: one holds many writes under load.");
        _meter.CreateObservableCounter("autoclaw.ledger.failures", () => ledger.Failures, "{write}", "Ledger writes that failed.");
        _meter.CreateObservableGauge("autoclaw.ledger.queue", () => ledger.QueueDepth, "{write}", "Ledger writes waiting.");
        _meter.CreateObservableGauge("autoclaw.ledger.failing", () => ledger.IsFailing ? 1 : 0, null, "1 while the ledger can't be written, else 0.");
        _meter.CreateObservableGauge("autoclaw.ledger.waiting", () => ledger.Waiting, "{entry}", "Entries that wait in memory until the ledger can be written.");
        _meter.CreateObservableGauge("autoclaw.ledger.oldest_waiting", () => ledger.OldestWaiting.TotalSeconds, "s", "How long the oldest of them has waited.");
        _meter.CreateObservableCounter("autoclaw.ledger.unrecorded", () => ledger.Unrecorded, "{entry}", "Entries that no ledger will ever have.");
        _meter.CreateObservableGauge("autoclaw.ledger.open_reservations", () => ledger.OpenReservations, "{attempt}", "Calls under way.");
        _meter.CreateObservableGauge("autoclaw.aim.threshold", () => OfAims(state, aim => aim.Threshold), null, "What the next score is held against.");
        _meter.CreateObservableGauge("autoclaw.aim.cloud_share", () => OfAims(state, aim => aim.CloudShare), null, "Share of the last 500 requests sent to the cloud.");
        _meter.CreateObservableGauge(
            "autoclaw.aim.quality_estimated", () => OfAims(state, aim => aim.QualityShare), null, "Predicted quality of the last 500 requests as a share of all-cloud.");
        _meter.CreateObservableGauge("autoclaw.aim.spent", () => OfAims(state, aim => (double?)aim.Budget?.Spent.Usd), "{USD}", "What a budget has spent in this period.");
        _meter.CreateObservableGauge("autoclaw.aim.limit", () => OfAims(state, aim => (double?)aim.Budget?.Limit.Usd), "{USD}", "What a budget may spend in a period.");
        _meter.CreateObservableGauge(
            "autoclaw.engine.up", () => OfEngines(state, now => now.Condition == EngineCondition.Ready ? 1 : 0), null, "1 where an engine answered that it takes requests, else 0; engines that are not asked are not here.");
        _meter.CreateObservableGauge("autoclaw.requests.under_way", () => state.Current.UnderWay.Value, "{request}", "Requests that are answered, where limits.max_concurrent bounds them.");
        _meter.CreateObservableCounter("autoclaw.requests.shed", () => state.Current.UnderWay.Refused, "{request}", "Requests that limits.max_concurrent refused.");
        _meter.CreateObservableGauge("autoclaw.connections.open", () => connections.Value, "{connection}", "Connections of clients.");
        _meter.CreateObservableCounter("autoclaw.connections.refused", () => connections.Refused, "{connection}", "Connections that limits.max_connections closed.");
        _meter.CreateObservableGauge("autoclaw.engine.keys.left_out", () => Of(state, engine => engine.Keys?.LeftOut), null, "Keys of an engine that it refused or whose limit was reached, so that another one is used.");
        _meter.CreateObservableGauge("autoclaw.engine.set_back", () => Of(state, engine => engine.Breaker.IsOpen ? 1 : 0), null, "1 where calls to an engine failed lately, so that others are asked first.");
        _meter.CreateObservableGauge("autoclaw.engine.drained", () => Of(state, engine => engine.IsDrained ? 1 : 0), null, "1 where an administrator wants no more requests to go to an engine.");
        _meter.CreateObservableGauge("autoclaw.engine.running", () => OfEngines(state, now => now.Running), "{request}", "Requests that an engine says it works on.");
        _meter.CreateObservableGauge("autoclaw.engine.waiting", () => OfEngines(state, now => now.Waiting), "{request}", "Requests that an engine says wait in its own queue.");
        _meter.CreateObservableGauge("autoclaw.engine.kv_usage", () => OfEngines(state, now => now.KvUsage), null, "Share of an engine's KV cache in use.");
        _meter.CreateObservableGauge("autoclaw.engine.power", () => Of(state, engine => engine.Power?.Watts), "W", "Watts drawn while an engine works, where they are measured.");
        _meter.CreateObservableGauge("autoclaw.engine.queue_depth", () => OfLoads(state, load => load.QueueDepth), "{request}", "Requests that wait in the gateway for an engine.");
        _meter.CreateObservableGauge("autoclaw.engine.under_way", () => OfLoads(state, load => load.UnderWay), "{request}", "Requests that an engine has been sent and has not answered.");
        _meter.CreateObservableGauge("autoclaw.engine.slots", () => OfLoads(state, load => load.Slots), "{request}", "Requests that an engine is sent at the same time; engines without a queue are not here.");
        _meter.CreateObservableGauge("autoclaw.engine.predicted_wait", () => OfLoads(state, load => load.PredictedWaitSeconds), "s", "Expected wait until an engine begins with a request that comes now.");
        _meter.CreateObservableGauge("autoclaw.engine.predicted_ttft", () => OfLoads(state, load => load.PredictedTtftSeconds), "s", "Expected time until the first token of such a request, the wait included.");
        _meter.CreateObservableGauge("autoclaw.engine.tokens_per_second", () => OfLoads(state, load => load.TokensPerSecond), null, "Tokens a second within one answer, by the last answers.");
        _meter.CreateObservableGauge("autoclaw.engine.cached_share", () => OfLoads(state, load => load.CachedShare), null, "Share of prompt tokens that came from an engine's prompt cache, by the last answers.");
    }

    /// <summary>
    /// A name that no other gateway of this process has: they are collected by name, so those of one name would be shown as one, and
    /// would be gone for all when the first one stops.
    /// </summary>
    public static string NextMeterName() => Interlocked.Increment(ref _meters) is > 1 and var number ? $"{Name}.{number}" : Name;

    public void Record(Attempt attempt)
    {
        var tags = new TagList
        {
            { "gen_ai.operation.name", attempt.Operation },
            { "gen_ai.request.model", attempt.Model },
            { "autoclaw.engine", attempt.Engine },
            { "autoclaw.place", attempt.Place == Place.Local ? "local" : "cloud" },
            { "autoclaw.simulated", attempt.Simulated },
            { "autoclaw.role", AttemptColumns.RoleText(attempt.Role) },
        };
        if (attempt.FirstContentMicros is { } first)
        {
            _firstToken.Record(first / 1e6, tags);
        }

        _duration.Record((attempt.DoneMicros ?? 0) / 1e6, tags);
        if (attempt.Cost is { } cost)
        {
            _cost.Add((double)cost.Usd, tags);
        }

        if (attempt is { Reason: DecisionReason.LocalBusy, Place: Place.Cloud, Role: AttemptRole.Answer })
        {
            _spills.Add(1, new("autoclaw.route", attempt.Route), new("autoclaw.engine", attempt.Engine), new("autoclaw.outcome", OutcomeOf(attempt.Outcome)));
        }

        tags.Add("autoclaw.outcome", OutcomeOf(attempt.Outcome));
        _attempts.Add(1, tags);
        tags[tags.Count - 1] = new KeyValuePair<string, object?>("gen_ai.token.type", "input");
        _tokens.Add(attempt.Usage.Input, tags);
        tags[tags.Count - 1] = new KeyValuePair<string, object?>("gen_ai.token.type", "output");
        _tokens.Add(attempt.Usage.Output, tags);
    }

    /// <summary>One drawn request is done with.</summary>
    public void RecordShadow(string result) => _shadows.Add(1, new KeyValuePair<string, object?>("autoclaw.result", result));

    /// <summary>One request was scored by a challenger too.</summary>
    public void RecordChallenge(string route, Place champion, Place challenger) => _challenges.Add(
        1,
        new KeyValuePair<string, object?>("autoclaw.route", route),
        new KeyValuePair<string, object?>("autoclaw.champion", champion == Place.Local ? "local" : "cloud"),
        new KeyValuePair<string, object?>("autoclaw.challenger", challenger == Place.Local ? "local" : "cloud"));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<double>> OfAims(SnapshotState state, Func<AimController, double?> value)
    {
        foreach (var plan in state.Current.Plans.Values)
        {
            if (plan.Controller is { } aim && value(aim) is { } number)
            {
                yield return new Measurement<double>(
                    number, new KeyValuePair<string, object?>("autoclaw.route", plan.Name), new KeyValuePair<string, object?>("autoclaw.aim", aim.Aim.ToString()));
            }
        }
    }

    private static IEnumerable<Measurement<double>> OfEngines(SnapshotState state, Func<EngineState, double?> value) =>
        Of(state, engine => engine.Health.IsWatched ? value(engine.Health.State) : null);

    private static IEnumerable<Measurement<double>> OfLoads(SnapshotState state, Func<EngineLoad, double?> value) =>
        Of(state, engine => value(EngineLoad.Of(engine, caller: default, promptTokens: null)));

    private static IEnumerable<Measurement<double>> Of(SnapshotState state, Func<EngineClient, double?> value)
    {
        foreach (var engine in state.Current.Engines)
        {
            if (value(engine) is { } number)
            {
                yield return new Measurement<double>(
                    number, new KeyValuePair<string, object?>("autoclaw.engine", engine.Id), new KeyValuePair<string, object?>("autoclaw.kind", engine.Kind.Name));
            }
        }
    }

    private static string OutcomeOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed => "completed",
        AttemptOutcome.Failed => "failed",
        AttemptOutcome.Truncated => "truncated",
        AttemptOutcome.Cancelled => "cancelled",
        AttemptOutcome.Rejected => "rejected",
        AttemptOutcome.Superseded => "superseded",
        _ => "unknown",
    };
}
