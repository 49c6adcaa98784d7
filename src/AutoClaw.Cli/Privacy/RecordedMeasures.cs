using System.Globalization;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;
using AutoClaw.Gateway.Privacy;

namespace AutoClaw.Cli.Privacy;

/// <summary>What a configuration says of how long things are kept here, of what secures them, and what it does not say.</summary>
/// <param name="options">The configuration.</param>
/// <param name="ledger">The ledger beside which the rest lies.</param>
internal sealed class RecordedMeasures(GatewayOptions options, string ledger)
{
    /// <summary>How long what is kept.</summary>
    public IReadOnlyList<ProcessingRecord.Kept> Retention()
    {
        var identity = options.Privacy.Retention;
        var texts = options.Learning.StoreText || options.Routes.Any(route => route.StoreText == true);
        var kept = new List<ProcessingRecord.Kept>
        {
            new("prompts and answers", "memory, while a request is answered; the last 10,000 prompts, at most 8 KB each, for feedback", null, "the gateway stops, or newer ones take their place"),
            new("ledger entries: times, tokens, cost, route, engine, key, label, bytes that left; no text", "disk", null, "'autoclaw ledger prune'"),
            new("whom a request is about, as a keyed hash", "disk, in the ledger", Format(identity), identity is null ? "'autoclaw privacy erase'" : "it goes by itself (privacy.retention)"),
            new(texts ? "labels: ratings, comments, features, the last user message" : "labels: ratings, comments, features", "disk, in the ledger", Format(identity), identity is null ? "'autoclaw privacy erase'" : "they go by themselves (privacy.retention)"),
        };
        if (options.Responses.Store || options.Routes.Any(route => route.StoreResponses == true))
        {
            var shorter = identity < options.Responses.MaxAge ? identity.Value : options.Responses.MaxAge;
            kept.Add(new("answers of the Responses API with their requests", "disk, beside the ledger", Format(shorter), $"they go by themselves, counted from the last use ({(identity < options.Responses.MaxAge ? "privacy.retention" : "responses.max_age")})"));
        }

        kept.Add(new("audit log: changes, configuration, hashes of entries; no person", "disk, beside the ledger", null, "somebody deletes it"));
        return kept;
    }

    /// <summary>Which measures are taken.</summary>
    public IReadOnlyList<ProcessingRecord.Measure> Security()
    {
        var clouds = options.Engines.Where(engine => engine.Place == Place.Cloud && engine.BaseUrl is not null).ToArray();
        var plain = clouds.Where(engine => engine.BaseUrl!.Scheme != Uri.UriSchemeHttps).Select(engine => engine.Id).ToArray();
        return
        [
            new("client_keys", options.Auth is { Keys.Count: > 0, AllowAnonymousLoopback: false }, $"{Number(options.Auth.Keys.Count)} keys, kept as hashes{(options.Auth.AllowAnonymousLoopback ? "; programs on this machine need none" : "")}"),
            new("client_tls", options.Tls is not null, options.Tls is null ? $"listens on {options.Listen.Host} without" : $"listens on {options.Listen.Host}"),
            new("admin_listener", options.Admin is not null, options.Admin is { } admin ? $"{Number(admin.Keys.Count)} keys, {(admin.Tls is null ? "without TLS" : "TLS")} on {admin.Listen.Host}{(admin.AllowAnonymousLoopback ? "; anybody on this machine may look" : "")}" : null),
            new("cloud_tls", clouds.Length > 0 && plain.Length == 0, clouds.Length == 0 ? "no cloud engine" : plain.Length == 0 ? $"{Number(clouds.Length)} engines" : $"not: {string.Join(", ", plain)}"),
            new("label", !options.Privacy.Label.IsOpen, options.Privacy.Label.ToString()),
            new("content_scan", options.Privacy.Scan || options.Privacy.Actions.Count > 0, null),
            new("profiles", options.Privacy.Profiles.Count > 0, options.Privacy.Profiles.Count == 0 ? null : string.Join(", ", ProfileNames())),
            new("pseudonymous_subjects", File.Exists(SubjectHash.PathBeside(ledger)), "keyed hashes; the key lies beside the ledger"),
            new("ledger_refuses_when_failing", options.Ledger.OnFailure == LedgerOnFailure.Refuse, $"ledger.on_failure: {options.Ledger.OnFailure.ToString().ToLowerInvariant()}"),
            new("ledger_fsync", true, options.Ledger.Fsync == TimeSpan.Zero ? "each commit" : $"each {DurationText.Format(options.Ledger.Fsync)}"),
            new("overwrites_deleted", true, "ledger and kept answers"),
            new("retention_by_age", options.Privacy.Retention is not null, Format(options.Privacy.Retention)),
        ];
    }

    /// <summary>What somebody has to add.</summary>
    public IReadOnlyList<string> NotDeclared()
    {
        var open = new List<string>
        {
            "controller: name and contact, representative, data protection officer",
            "legal basis of each purpose, and the groups of people whose data they are",
            "measures outside of AutoClaw: disk encryption, backups, access to the machine",
        };
        foreach (var engine in options.Engines.Where(engine => engine.Place == Place.Cloud).OrderBy(engine => engine.Id, StringComparer.Ordinal))
        {
            foreach (var (what, isMissing) in new[] { ("region", engine.Region is null), ("retention", engine.Retention is null) })
            {
                if (isMissing)
                {
                    open.Add($"engines.{engine.Id}.{what}");
                }
            }

            open.Add($"contract with the provider of engine {engine.Id}, and the safeguards of a transfer to its country");
        }

        if (options.Privacy.Retention is null)
        {
            open.Add("privacy.retention");
        }

        return open;
    }

    private static string? Format(TimeSpan? time) => time is { } known ? DurationText.Format(known) : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<string> ProfileNames() => ConfigShow.Values(options)["privacy"]!["profiles"]!.AsArray().Select(name => (string)name!);
}
