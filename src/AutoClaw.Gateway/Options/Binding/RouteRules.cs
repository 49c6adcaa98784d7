using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What must hold between a route's keys, and between it and the engines.</summary>
internal static class RouteRules
{
    public static void Check(RouteOptions route, IReadOnlyList<EngineOptions> engines, ConfigReader reader)
    {
        var path = $"routes.{route.Name}";
        CheckName(route, engines, path, reader);
        CheckEngines(route, engines, path, reader);
        CheckAim(route, engines, path, reader);
        VerifyRules.Check(route, engines, reader);
        CheckShadow(route, engines, path, reader);
        SpillRules.Check(route, engines, reader);
        CheckHedge(route, engines, path, reader);
    }

    private static void CheckName(RouteOptions route, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        if (route.Name.Equals("local", StringComparison.OrdinalIgnoreCase) || route.Name.Equals("cloud", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report(ConfigCodes.ReservedName, reader.At(path), $"{route.Name} means any engine of that place", "choose another name");
        }
        else if (engines.FirstOrDefault(engine => engine.Id.Equals(route.Name, StringComparison.OrdinalIgnoreCase)) is { } engine)
        {
            reader.Report(ConfigCodes.NameClash, reader.At(path), $"{route.Name} is an engine's id too (line {reader.At($"engines.{engine.Id}").Line})", "rename one: clients choose both by model");
        }
        else if (route.Name != "auto" && route.Name.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report(ConfigCodes.NameClash, reader.At(path), $"{route.Name} differs from auto by case alone", "write auto, or choose another name");
        }
    }

    private static void CheckEngines(RouteOptions route, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        if (route.Engines.Count == 0 && reader.Has($"{path}.engines") && reader.IsSound($"{path}.engines"))
        {
            reader.Report(ConfigCodes.NoEngines, reader.At($"{path}.engines"), $"the route {route.Name} has no engine", Known(engines));
        }

        // Indices count the entries that could be read, so a list with an unreadable one has no exact places.
        var exact = reader.IsSound($"{path}.engines");
        for (var i = 0; i < route.Engines.Count; i++)
        {
            var id = route.Engines[i];
            var at = reader.At(exact ? $"{path}.engines[{i}]" : $"{path}.engines");
            if (engines.All(engine => engine.Id != id))
            {
                reader.Report(ConfigCodes.UnknownEngine, at, $"{Shown(id)} is not in engines", Nearest.Hint(id, engines.Select(engine => engine.Id)) ?? Known(engines));
            }
            else if (route.Engines.Take(i).Contains(id))
            {
                reader.Report(ConfigCodes.RepeatedEngine, at, $"{id} is named twice");
            }
        }
    }

    private static void CheckAim(RouteOptions route, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        var given = ((ReadOnlySpan<string>)["cloud_share", "quality", "budget", "threshold"]).ToArray().Where(key => reader.Has($"{path}.aim.{key}")).ToArray();
        if (given.Length > 1)
        {
            reader.Report(ConfigCodes.ConflictingAim, reader.At($"{path}.aim.{given[1]}"), $"the aim has {string.Join(" and ", given)}; it can hold one", $"keep one of them");
        }

        var places = engines.Where(engine => route.Engines.Contains(engine.Id)).Select(engine => engine.Place).Distinct().ToArray();
        if (given.Length > 0 && places.Length == 1 && reader.IsSound("engines"))
        {
            var place = places[0].ToString().ToLowerInvariant();
            reader.Report(ConfigCodes.AimWithoutChoice, reader.At($"{path}.aim"), $"all engines of {route.Name} are {place}: there is nothing to choose", "add an engine of the other place, or remove the aim");
        }
    }

    private static void CheckShadow(RouteOptions route, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        if (route.Shadow?.Judge.Engine is { Length: > 0 } judge && engines.All(engine => engine.Id != judge))
        {
            reader.Report(
                ConfigCodes.UnknownEngine, reader.At($"{path}.shadow.judge.engine"), $"{Shown(judge)} is not in engines",
                Nearest.Hint(judge, engines.Select(engine => engine.Id)) ?? Known(engines));
        }

        var places = engines.Where(engine => route.Engines.Contains(engine.Id)).Select(engine => engine.Place).Distinct().Count();
        if (route.Shadow is { Share: > 0 } && places == 1 && reader.IsSound("engines"))
        {
            reader.Report(
                ConfigCodes.ShadowWithoutChoice, reader.At($"{path}.shadow"), $"all engines of {route.Name} are of one place: there is no other to copy to",
                "add an engine of the other place, or remove shadow");
        }
    }

    private static void CheckHedge(RouteOptions route, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        if (route.Hedge is not null && reader.IsSound("engines")
            && engines.Where(engine => engine.Place == Place.Local && route.Engines.Contains(engine.Id)).GroupBy(engine => engine.Model).All(pool => pool.Count() == 1))
        {
            reader.Report(
                ConfigCodes.HedgeWithoutPool, reader.At($"{path}.hedge"), $"no two local engines of {route.Name} have the same model: there is no second one to ask",
                "add a local engine with the same model, or remove hedge");
        }
    }

    /// <summary>What has no price can't be counted: every cloud model of a route with a budget needs one.</summary>
    public static void CheckPrices(RouteOptions route, IReadOnlyList<EngineOptions> engines, PriceList prices, DateTimeOffset at, ConfigReader reader)
    {
        if (route.Aim.Budget is null || !reader.IsSound($"routes.{route.Name}.aim.budget"))
        {
            return;
        }

        foreach (var engine in engines.Where(engine => engine.Place == Place.Cloud && route.Engines.Contains(engine.Id)))
        {
            var models = new[] { engine.Model, engine.EmbeddingModel }.OfType<string>();
            if (models.FirstOrDefault(model => EnginePrices.Find(prices, engine, model, at) is null) is { } unpriced)
            {
                reader.Report(
                    ConfigCodes.UnpricedBudget, reader.At($"routes.{route.Name}.aim.budget"), $"the cloud engine {engine.Id} has no price for its model {Shown(unpriced)}", "price: {input: USD, output: USD} per million tokens");
            }
        }
    }

    private static string? Known(IReadOnlyList<EngineOptions> engines) =>
        engines.Count == 0 ? null : $"known: {string.Join(", ", engines.Take(8).Select(engine => engine.Id))}";

    private static string Shown(string id) => id.Length <= 40 ? id : "this";
}
