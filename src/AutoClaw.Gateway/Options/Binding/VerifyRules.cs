using AutoClaw.Core.Model;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What must hold between the keys of a route's <c>verify</c>, and between them and the engines.</summary>
internal static class VerifyRules
{
    public static void Check(RouteOptions route, IReadOnlyList<EngineOptions> engines, ConfigReader reader)
    {
        if (route.Verify is not { } verify)
        {
            return;
        }

        var path = $"routes.{route.Name}.verify";
        CheckBand(verify, path, reader);
        if (verify is { Agree: null, Logprobs: null, Scorer: null, Format: false, Refusal: false, Truncation: false } && reader.IsSound(path))
        {
            reader.Report(ConfigCodes.NoCheck, reader.At(path), $"{route.Name} has verify and no check", "switch one on, or remove verify");
        }

        if (verify.Agree is { } agree)
        {
            CheckAgree(agree, engines, $"{path}.agree", reader);
        }

        var places = engines.Where(engine => route.Engines.Contains(engine.Id)).Select(engine => engine.Place).Distinct().ToArray();
        if (places.Length == 1 && reader.IsSound("engines"))
        {
            var place = places[0].ToString().ToLowerInvariant();
            reader.Report(ConfigCodes.VerifyWithoutChoice, reader.At(path), $"all engines of {route.Name} are {place}: nothing is checked", "add an engine of the other place, or remove verify");
        }
    }

    private static void CheckBand(VerifyOptions verify, string path, ConfigReader reader)
    {
        if (verify is { Band: not null, From: not null } or { Band: not null, To: not null })
        {
            reader.Report(ConfigCodes.ConflictingBand, reader.At($"{path}.band"), "verify has band and from or to", "keep the distance to the threshold, or the two scores");
        }
        else if (verify is { From: { } from, To: { } to } && from > to)
        {
            reader.Report(ConfigCodes.ConflictingBand, reader.At($"{path}.from"), "from is more than to", "exchange them");
        }
    }

    private static void CheckAgree(AgreeOptions agree, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        if (!reader.IsSound(path) || !reader.IsSound($"{path}.engine"))
        {
            return;
        }

        if (agree.Engine is null == !agree.Resample)
        {
            reader.Report(
                ConfigCodes.SecondAnswer, reader.At(path), agree.Resample ? "agree has engine and resample" : "agree has neither engine nor resample: true",
                "name a local engine, or ask the same one again");
        }
        else if (agree.Engine is { } id)
        {
            CheckEngine(id, engines, $"{path}.engine", reader);
        }
    }

    private static void CheckEngine(string id, IReadOnlyList<EngineOptions> engines, string path, ConfigReader reader)
    {
        var engine = engines.FirstOrDefault(each => each.Id == id);
        if (engine is null)
        {
            reader.Report(ConfigCodes.UnknownEngine, reader.At(path), $"{(id.Length <= 40 ? id : "this")} is not in engines", Nearest.Hint(id, engines.Select(each => each.Id)));
        }
        else if (engine.Place == Place.Cloud)
        {
            reader.Report(ConfigCodes.SecondAnswer, reader.At(path), $"{id} is a cloud engine: asking it would cost what a kept answer saves", "name a local engine, or write resample: true");
        }
    }
}
