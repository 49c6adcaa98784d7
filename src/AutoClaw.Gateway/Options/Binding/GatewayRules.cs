using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What no single key can tell: combinations that cannot work, or that hardly mean what they say.</summary>
internal static class GatewayRules
{
    private const string Auto = "auto";

    /// <summary>The options with what follows from others filled in: the route <c>auto</c>, a simulator's manners.</summary>
    public static GatewayOptions Apply(GatewayOptions options, ConfigReader reader)
    {
        CheckAuth(options, reader);
        ListenerRules.Check(options, reader);
        foreach (var engine in options.Engines)
        {
            EngineRules.Check(engine, reader);
        }

        if (options.Engines.Count == 0 && reader.Has("engines") && reader.IsSound("engines"))
        {
            reader.Report(ConfigCodes.NoEngines, reader.At("engines"), "engines has none", "add one: kind, place, base_url, model");
        }

        foreach (var route in options.Routes)
        {
            RouteRules.Check(route, options.Engines, reader);
        }

        CheckBudgets(options, reader);
        options = ProfileRules.Apply(options, reader);
        ReaderRules.Check(options, reader);

        var engines = options.Engines.Select(Complete).ToArray();
        return options with { Engines = engines, Routes = WithAuto(options, engines) };
    }

    private static void CheckAuth(GatewayOptions options, ConfigReader reader)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Auth.Keys.Count; i++)
        {
            if (options.Auth.Keys[i] is { Id.Length: > 0 } key && !ids.Add(key.Id))
            {
                reader.Report(ConfigCodes.DuplicateKeyId, reader.At($"auth.keys[{i}].id"), $"the key id {key.Id} is given twice");
            }
        }

        if (options.Auth.Keys.Count == 0 && !options.Auth.AllowAnonymousLoopback && reader.IsSound("auth"))
        {
            reader.Report(ConfigCodes.NoClientKeys, reader.At("auth"), "no client key is named; only this machine's own key gets in", "autoclaw init makes one");
        }

        if (options.Auth.AllowAnonymousLoopback && !options.Listen.IsLoopback)
        {
            reader.Report(
                ConfigCodes.AnonymousBehindProxy, reader.At("auth.allow_anonymous_loopback"), "behind a proxy on this machine everybody is a loopback client", "listen on 127.0.0.1, or turn it off");
        }
    }

    private static void CheckBudgets(GatewayOptions options, ConfigReader reader)
    {
        // Where engines or the price file are not sound, that is the problem to tell.
        if (options.Routes.All(route => route.Aim.Budget is null) || !reader.IsSound("engines") || PricesOf(options) is not { } prices)
        {
            return;
        }

        foreach (var route in options.Routes)
        {
            RouteRules.CheckPrices(route, options.Engines, prices, TimeProvider.System.GetUtcNow(), reader);
        }
    }

    private static PriceList? PricesOf(GatewayOptions options)
    {
        try
        {
            return SnapshotState.LoadPrices(options.PriceFile);
        }
        catch (GatewayStartException)
        {
            return null;
        }
    }

    private static EngineOptions Complete(EngineOptions engine) =>
        engine is { Kind: EngineOptions.SimulatorKind, Simulator: null }
            ? engine with { Simulator = engine.Place == Place.Cloud ? SimulatorOptions.Cloud : SimulatorOptions.Local }
            : EngineKinds.Complete(engine);

    private static IReadOnlyList<RouteOptions> WithAuto(GatewayOptions options, IReadOnlyList<EngineOptions> engines) =>
        options.Routes.Any(route => route.Name == Auto)
            ? options.Routes
            : [new RouteOptions { Name = Auto, Engines = [.. engines.Select(engine => engine.Id)] }, .. options.Routes];
}
