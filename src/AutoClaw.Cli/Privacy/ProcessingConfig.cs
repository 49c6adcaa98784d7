using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Cli.Privacy;

/// <summary>Joins what a configuration says with what the ledger counted: by engine, route, label and key, each in the order of its name.</summary>
internal sealed class ProcessingConfig(GatewayOptions options, ProcessingLedger ledger)
{
    // The configuration as it is shown: actions by type under the names that people write.
    private readonly JsonObject _shown = ConfigShow.Values(options);

    /// <summary>Of all.</summary>
    public ProcessingRecord.Counts Totals => ProcessingRecord.Counts.Of(ledger.Requests, ProcessedSums.Of(ledger.Calls));

    public IReadOnlyList<ProcessingRecord.Recipient> Recipients()
    {
        var seen = ledger.Calls.ToLookup(call => (call.Engine, call.Place, call.Simulated));
        var declared = options.Engines.ToDictionary(engine => (engine.Id, PlaceOf(engine), engine.Kind == EngineOptions.SimulatorKind));
        return [.. seen.Select(group => group.Key).Union(declared.Keys).OrderBy(key => key.Item1, StringComparer.Ordinal).ThenBy(key => key.Item2, StringComparer.Ordinal).ThenBy(key => key.Item3)
            .Select(key => RecipientOf(key, declared.GetValueOrDefault(key), [.. seen[key]]))];
    }

    public IReadOnlyList<ProcessingRecord.Purpose> Purposes()
    {
        var seen = ledger.Calls.ToLookup(call => call.Route);
        return [.. seen.Select(group => group.Key).Union(options.Routes.Select(route => route.Name)).Order(StringComparer.Ordinal).Select(name =>
        {
            var counted = ProcessingRecord.Counts.Of(ledger.ByRoute.GetValueOrDefault(name), ProcessedSums.Of(seen[name]));
            return options.Routes.FirstOrDefault(route => route.Name == name) is { } route
                ? new ProcessingRecord.Purpose(
                    name, "route", route.Engines, options.Privacy.Label.And(route.Privacy).ToString(), route.Shadow?.Share ?? 0, route.StoreText ?? options.Learning.StoreText, route.StoreResponses ?? options.Responses.Store, counted)
                : options.Engines.Any(engine => engine.Id == name)
                    ? new ProcessingRecord.Purpose(name, "engine", [name], options.Privacy.Label.ToString(), 0, options.Learning.StoreText, options.Responses.Store, counted)
                    : new ProcessingRecord.Purpose(name, null, [], null, null, null, null, counted);
        })];
    }

    public IReadOnlyList<ProcessingRecord.LabelUse> Labels() =>
    [
        .. ledger.Calls.ToLookup(call => (call.Label, call.Place)).OrderBy(group => group.Key.Label, StringComparer.Ordinal).ThenBy(group => group.Key.Place, StringComparer.Ordinal)
            .Select(group => new ProcessingRecord.LabelUse(
                group.Key.Label, group.Key.Place, Calls(group.Where(call => call.Reason is not null), call => call.Reason!), ProcessingRecord.Counts.Of(ledger.ByLabel.GetValueOrDefault(group.Key), ProcessedSums.Of(group)))),
    ];

    public IReadOnlyList<ProcessingRecord.KeyUse> Keys()
    {
        var seen = ledger.Calls.ToLookup(call => call.Key ?? "");
        var shown = _shown["auth"]?["keys"]?.AsArray();
        return [.. seen.Select(group => group.Key).Union(options.Auth.Keys.Select(key => key.Id)).Order(StringComparer.Ordinal).Select(id =>
        {
            var key = options.Auth.Keys.FirstOrDefault(key => key.Id == id);
            return new ProcessingRecord.KeyUse(
                id.Length == 0 ? null : id, key?.Name, id.Length == 0 ? options.Auth.AllowAnonymousLoopback : key is not null,
                key is null && !(id.Length == 0 && options.Auth.AllowAnonymousLoopback) ? null : options.Privacy.Label.And(key?.Privacy ?? PrivacyLabel.Open).ToString(),
                Actions(shown?.FirstOrDefault(each => (string?)each?["id"] == id)), ProcessingRecord.Counts.Of(ledger.ByKey.GetValueOrDefault(id), ProcessedSums.Of(seen[id])));
        })];
    }

    public ProcessingRecord.Categories Data()
    {
        var scanned = options.Privacy.Scan || options.Privacy.Actions.Count > 0;
        return new(scanned, Actions(_shown["privacy"]), scanned ? "route_local" : null, options.Privacy.Reader?.Engine, ledger.People, ledger.Naming, ledger.Erased);
    }

    private static string PlaceOf(EngineOptions engine) => engine.Place == Place.Local ? "local" : "cloud";

    private static JsonNode? Actions(JsonNode? section) => section?["actions"] is JsonObject { Count: > 0 } actions ? actions.DeepClone() : null;

    private static SortedDictionary<string, long> Calls(IEnumerable<ProcessedCalls> calls, Func<ProcessedCalls, string> by) =>
        new(calls.GroupBy(by).ToDictionary(group => group.Key, group => group.Sum(call => call.Sums.Calls)), StringComparer.Ordinal);

    private ProcessingRecord.Recipient RecipientOf((string Id, string Place, bool Simulated) key, EngineOptions? engine, IReadOnlyList<ProcessedCalls> calls) => new(
        key.Id, engine is not null, engine?.Kind, key.Place, engine?.BaseUrl?.Host, engine?.Region, engine?.Retention is { } kept ? DurationText.Format(kept) : null,
        engine?.BaseUrl is { } url ? url.Scheme == Uri.UriSchemeHttps : null, key.Simulated, engine is null ? null : Actions(_shown["engines"]?[key.Id]),
        engine is null ? [] : [.. options.Routes.Where(route => route.Engines.Contains(key.Id)).Select(route => route.Name).Order(StringComparer.Ordinal)],
        [.. calls.Select(call => call.Model).Distinct().Order(StringComparer.Ordinal)], [.. calls.Select(call => call.Address).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        Calls(calls, call => call.Label), Calls(calls, call => call.Role), ProcessingRecord.Counts.Of(ledger.ByEngine.GetValueOrDefault(key), ProcessedSums.Of(calls)));
}
