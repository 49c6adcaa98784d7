using System.Collections.Frozen;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Routing;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Everything that a request needs to know, immutable: a request takes the reference once and is untouched by a reload under way.
/// </summary>
internal sealed class GatewaySnapshot
{
    // Longest first.
    private readonly (string Alias, RoutePlan Plan)[] _aliases;

    private GatewaySnapshot(GatewayOptions options, EngineClient[] engines, RouterModel model, PriceList prices, RouteAims aims)
    {
        Options = options;
        Engines = engines;
        Model = model;
        Prices = prices;
        UnderWay = aims.Previous?.UnderWay ?? new UnderWayCount();
        Keys = new KeyRing(options.Auth, aims.Previous?.Keys);
        Hosts = new HostRule(options.Listen, options.AllowedHosts);
        Scan = ContentScan.Create(options);
        Plans = CreatePlans(options, engines, model, aims).ToFrozenDictionary(StringComparer.Ordinal);
        _aliases = [.. options.Routes.SelectMany(route => route.Aliases.Select(alias => (alias, Plans[route.Name]))).OrderByDescending(pair => pair.alias.Length)];
        EngineList = (long)XxHash64.HashToUInt64(MemoryMarshal.AsBytes(string.Join('\n', engines.Select(e => e.Id)).AsSpan()));
        FirstCloud = Array.Find(engines, e => e.Place == Place.Cloud);
    }

    public GatewayOptions Options { get; }

    public EngineClient[] Engines { get; }

    /// <summary>The same for two snapshots only if they have the same engines in the same order, by their ids.</summary>
    public long EngineList { get; }

    public RouterModel Model { get; }

    /// <summary>Who scores beside <see cref="Model"/> without a say; null if nobody does.</summary>
    public RouterModel? Challenger { get; init; }

    public PriceList Prices { get; }

    public KeyRing Keys { get; }

    /// <summary>Requests that are answered now, where they are limited; the same across reloads.</summary>
    public UnderWayCount UnderWay { get; }

    /// <summary>The names that it answers to.</summary>
    public HostRule Hosts { get; }

    /// <summary>What looks through requests for personal data; null where nothing does.</summary>
    public ContentScan? Scan { get; }

    /// <summary>Every name that may be sent as <c>model</c>.</summary>
    public FrozenDictionary<string, RoutePlan> Plans { get; }

    /// <summary>What "all-cloud" means for a name that has no cloud engine of its own; null if there is none at all.</summary>
    public EngineClient? FirstCloud { get; }

    /// <param name="options">Validated options; every simulator has its URL by now.</param>
    /// <param name="model">The router model.</param>
    /// <param name="prices">The price list with the operator's overrides.</param>
    /// <param name="challenger">See <see cref="Challenger"/>.</param>
    /// <param name="aims">
    /// Where aim controllers come from, the snapshot being replaced among it: engines whose options did not change keep their connections.
    /// </param>
    public static GatewaySnapshot Create(GatewayOptions options, RouterModel model, RouterModel? challenger, PriceList prices, RouteAims aims)
    {
        var engines = options.Engines
            .Select(engine => aims.Previous?.Engines.FirstOrDefault(known => Same(known.Options, engine)) ?? new EngineClient(engine))
            .ToArray();
        return new GatewaySnapshot(options, engines, model, prices, aims) { Challenger = challenger };
    }

    /// <summary>What stands behind <paramref name="model"/>: by its own name, else by the longest alias that fits; null if nothing does.</summary>
    public RoutePlan? PlanOf(string model)
    {
        if (Plans.TryGetValue(model, out var plan))
        {
            return plan;
        }

        foreach (var (alias, aliased) in _aliases)
        {
            if (alias.EndsWith('*') ? model.AsSpan().StartsWith(alias.AsSpan()[..^1]) : model == alias)
            {
                return aliased;
            }
        }

        return null;
    }

    /// <summary>Where requests for <paramref name="route"/> may go, whoever asks.</summary>
    public PrivacyLabel LabelOf(string route) =>
        Options.Routes.FirstOrDefault(each => each.Name == route)?.Privacy ?? PrivacyLabel.Open;

    /// <summary>True if the text of labelled requests to <paramref name="route"/> may be kept.</summary>
    public bool StoresText(string route)
    {
        foreach (var known in Options.Routes)
        {
            if (known.Name == route)
            {
                return known.StoreText ?? Options.Learning.StoreText;
            }
        }

        return Options.Learning.StoreText;
    }

    /// <summary>True if answers of <paramref name="route"/> are kept for clients of the Responses API that want it.</summary>
    public bool KeepsResponses(string route)
    {
        foreach (var known in Options.Routes)
        {
            if (known.Name == route)
            {
                return known.StoreResponses ?? Options.Responses.Store;
            }
        }

        return Options.Responses.Store;
    }

    /// <summary>What requests to <paramref name="route"/> do where a model is not loaded.</summary>
    public ColdStart ColdOf(string route)
    {
        foreach (var known in Options.Routes)
        {
            if (known.Name == route)
            {
                return known.Cold;
            }
        }

        return ColdStart.Wait;
    }

    /// <summary>True if a request to <paramref name="route"/> may reach an engine without what its wire has no place for.</summary>
    public bool AllowsLosses(string route)
    {
        foreach (var known in Options.Routes)
        {
            if (known.Name == route)
            {
                return known.Lossy;
            }
        }

        return false;
    }

    /// <summary>How requests to <paramref name="route"/> are copied; null if they are not.</summary>
    public ShadowOptions? ShadowOf(string route)
    {
        foreach (var known in Options.Routes)
        {
            if (known.Name == route)
            {
                // A route that keeps everything home keeps copies home too, and there is nothing from the cloud to copy.
                return known.Aim is { CloudShare: 0 } ? null : known.Shadow;
            }
        }

        return null;
    }

    /// <summary>What the first engine of either place asks for on that day.</summary>
    public RoutePrices PricesOf(RoutePlan plan, DateTimeOffset at)
    {
        return new RoutePrices(PriceOf(plan.LocalFirst[0], Place.Local), PriceOf(plan.CloudFirst[0], Place.Cloud));

        PriceRow? PriceOf(Candidate first, Place place) =>
            first.Place == place && Engines[first.Index] is var engine ? engine.PriceAt(engine.Options.Model, Prices, at) : null;
    }

    /// <summary>The cloud engine that a request of <paramref name="plan"/> would have gone to if everything did.</summary>
    public EngineClient? CloudOf(RoutePlan plan) =>
        plan.CloudFirst is [{ Place: Place.Cloud } first, ..] ? Engines[first.Index] : FirstCloud;

    private static Dictionary<string, RoutePlan> CreatePlans(
        GatewayOptions options, EngineClient[] engines, RouterModel model, RouteAims aims)
    {
        var all = engines.Select((engine, index) => engine.ToCandidate(index) with { Pool = PoolOf(engines, engine) }).ToArray();
        var plans = new Dictionary<string, RoutePlan>(StringComparer.Ordinal);
        foreach (var route in options.Routes)
        {
            var candidates = route.Engines.Select(id => all.First(c => c.Engine == id)).ToArray();
            var controller = aims.ControllerOf(route, model.Calibration);
            plans[route.Name] = new RoutePlan(
                route.Name, candidates, controller?.Threshold ?? route.Aim.Threshold ?? model.Calibration.DefaultThreshold, controller)
            {
                Verify = route.Verify?.ToBand(),
                Lossy = route.Lossy,
                HedgeAfter = route.Hedge?.After,

                // A route that keeps everything home keeps it there when home is busy.
                SpillWait = route.Aim is { CloudShare: 0 } ? null : route.Spill?.Wait,
            };
        }

        // The first name wins: a route hides a place, a place hides an engine, an engine hides a model.
        plans.TryAdd("auto", new RoutePlan("auto", all, model.Calibration.DefaultThreshold));
        AddPinned(plans, "local", all.Where(c => c.Place == Place.Local));
        AddPinned(plans, "cloud", all.Where(c => c.Place == Place.Cloud));
        foreach (var candidate in all)
        {
            AddPinned(plans, candidate.Engine, [candidate]);
        }

        foreach (var byModel in all.GroupBy(c => engines[c.Index].Options.Model, StringComparer.Ordinal))
        {
            AddPinned(plans, byModel.Key, byModel);
        }

        foreach (var byModel in all.Where(c => engines[c.Index].Options.EmbeddingModel is not null)
            .GroupBy(c => engines[c.Index].Options.EmbeddingModel!, StringComparer.Ordinal))
        {
            AddPinned(plans, byModel.Key, byModel);
        }

        return plans;
    }

    // Our own engines of one model are a pool: a cloud balances its load itself. Named by its first member's place.
    private static int? PoolOf(EngineClient[] engines, EngineClient engine)
    {
        return engines.Count(IsLike) > 1 ? Array.FindIndex(engines, IsLike) : null;

        bool IsLike(EngineClient other) => other.Place == Place.Local && engine.Place == Place.Local && other.Options.Model == engine.Options.Model;
    }

    private static void AddPinned(Dictionary<string, RoutePlan> plans, string name, IEnumerable<Candidate> candidates)
    {
        var list = candidates.Take(RoutePlan.MaxCandidates).ToArray();
        if (list.Length > 0)
        {
            plans.TryAdd(name, new RoutePlan(name, list, threshold: null));
        }
    }

    // A record compares its collections by reference; everything else by value. What is only printed does not count: a llama-server that
    // loads its model again because somebody wrote down where it stands would be a surprise. Of a cloud engine, labels ask for it.
    private static bool Same(EngineOptions known, EngineOptions engine) =>
        (known.Place == Place.Local ? known with { Region = engine.Region, Retention = engine.Retention } : known) with
        {
            Headers = engine.Headers, ApiKeys = engine.ApiKeys, OwnNetworks = engine.OwnNetworks, Uptime = engine.Uptime, Actions = engine.Actions,
        } == engine
        && known.OwnNetworks.SequenceEqual(engine.OwnNetworks)
        && known.ApiKeys.SequenceEqual(engine.ApiKeys, StringComparer.Ordinal)
        && known.Headers.Count == engine.Headers.Count
        && known.Headers.All(pair => engine.Headers.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
