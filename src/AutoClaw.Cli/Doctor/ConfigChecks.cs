using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Cli.Doctor;

/// <summary>The configuration: every problem where it stands, and what cannot be counted because a price is missing.</summary>
internal static class ConfigChecks
{
    private const string Group = "config";

    /// <param name="file">The file's result; null where there is none and the engines are looked for.</param>
    /// <param name="options">What would be started; null where the file is invalid.</param>
    /// <param name="at">Prices of that day.</param>
    public static IEnumerable<HealthFinding> Look(ConfigResult? file, GatewayOptions? options, DateTimeOffset at) =>
        [.. OfFile(file), .. options is null ? [] : Engines(options), .. options is null ? [] : Prices(options, at)];

    private static IEnumerable<HealthFinding> OfFile(ConfigResult? file)
    {
        if (file is null)
        {
            yield return HealthFinding.Note(Group, ConfigFile.DefaultName, "no file in this folder: 'autoclaw up' uses the engines that it finds", "'autoclaw init' writes one to go on from.");
            yield break;
        }

        foreach (var problem in file.Problems)
        {
            var where = $"{problem.File}:{problem.At.Line}:{problem.At.Column}";
            var remedy = problem.Hint ?? problem.Code.Remedy;
            yield return new HealthFinding(
                Group, where, problem.Code.Severity == ConfigSeverity.Error ? HealthState.Problem : HealthState.Note, $"{problem.Code.Id} {problem.Code.Name}: {problem.Message}", remedy);
        }

        if (file.Options is not null)
        {
            yield return HealthFinding.Ok(Group, file.File, $"valid: {file.Options.Engines.Count} engine(s), {file.Options.Routes.Count} route(s)");
        }
    }

    private static IEnumerable<HealthFinding> Engines(GatewayOptions options) => options.Engines.Select(engine =>
    {
        var detail = $"{(engine.Place == Place.Local ? "local" : "cloud")}, {engine.Kind}, model {engine.Model}{(engine.BaseUrl is { } url ? $", at {url.GetLeftPart(UriPartial.Path)}" : string.Empty)}";
        return engine.Kind == EngineOptions.SimulatorKind
            ? HealthFinding.Note(Group, $"engine {engine.Id}", $"{detail}; its answers are made up", "Replace it with a real engine before you rely on answers.")
            : HealthFinding.Ok(Group, $"engine {engine.Id}", detail);
    });

    private static IEnumerable<HealthFinding> Prices(GatewayOptions options, DateTimeOffset at)
    {
        PriceList prices;
        string? unreadable = null;
        try
        {
            prices = SnapshotState.LoadPrices(options.PriceFile);
        }
        catch (GatewayStartException error)
        {
            (prices, unreadable) = (PriceList.Shipped, error.Message);
        }

        if (unreadable is not null)
        {
            yield return HealthFinding.Problem(Group, "price file", unreadable, "Correct it; docs/ledger.md has the format.");
        }

        foreach (var engine in options.Engines.Where(engine => engine.Place == Place.Cloud))
        {
            yield return EnginePrices.Find(prices, engine, engine.Model, at) is { } row
                ? HealthFinding.Ok(Group, $"price of {engine.Id}", $"known for {engine.Model} (version {row.Version})")
                : HealthFinding.Problem(
                    Group, $"price of {engine.Id}", $"unknown for {engine.Model}: its cost stays null, and so do savings", $"Give engines.{engine.Id} a price, or its model a row in price_file.");
        }
    }
}
