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
        }

        var places = engines.Where(engine => route.Engines.Contains(engine.Id)).Select(engine => engine.Place).Distinct().Count();
        if (places == 1 && reader.IsSound("engines"))
        {
            reader.Report(
                ConfigCodes.SpillWithoutChoice, reader.At(path), $"all engines of {route.Name} are of one place: there is nothing to spill to",
                "add an engine of the other place, or remove spill");
        }
    }
}
