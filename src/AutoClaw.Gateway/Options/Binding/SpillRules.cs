using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What must hold between a route's <c>spill</c>, its aim and its engines.</summary>
internal static class SpillRules
{
    public static void Check(RouteOptions route, IReadOnlyList<EngineOptions> engines, ConfigReader reader)
    {
        if (route.Spill is null)
        {
            return;
        }

        var path = $"routes.{route.Name}.spill";
        if (route.Aim is { CloudShare: 0 })
        {
            reader.Report(
                ConfigCodes.SpillConflict, reader.At(path), $"{route.Name} has spill and cloud_share: 0, which keeps every request local", "remove one of them");
            return;
        }

        if (!reader.IsSound("engines") || !reader.Has($"{path}.wait") || !reader.IsSound($"{path}.wait"))
        {
            return;
        }

        var named = engines.Where(engine => route.Engines.Contains(engine.Id)).ToArray();
        if (named.Select(engine => engine.Place).Distinct().Count() == 1)
        {
            reader.Report(
                ConfigCodes.SpillWithoutChoice, reader.At(path), $"all engines of {route.Name} are of one place: there is nothing to spill to",
                "add an engine of the other place, or remove spill");
            return;
        }

        // One is enough: a request is spilled only while every one of them is busy.
        if (Array.Find(named, engine => engine.Place == Place.Local && !TellsLoad(engine)) is { } silent && reader.IsSound($"engines.{silent.Id}.kind"))
        {
            reader.Report(
                ConfigCodes.SpillWithoutLoad, reader.At(path), $"{silent.Id} has no queue and does not tell its load: it never seems busy, so nothing is spilled",
                $"give {silent.Id} a queue: {{slots: as many requests as it answers at the same time}}");
        }
    }

    private static bool TellsLoad(EngineOptions engine) => engine is { Queue: not null } or { LlamaServer: not null } || EngineKinds.Of(engine.Kind) is { Gauges: not null } or { IsOwned: true };
}
