using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What each profile makes of keys that are not given, and what of those that are it refuses.</summary>
internal static class ProfileRules
{
    private static readonly PrivacyLabel InEurope = new(LocalOnly: false, NoRetention: false, "eea");
    private static readonly PrivacyLabel Forgotten = new(LocalOnly: false, NoRetention: true, Region: null);

    /// <summary>The options with the profiles' defaults; reports what contradicts them.</summary>
    public static GatewayOptions Apply(GatewayOptions options, ConfigReader reader)
    {
        foreach (var profile in options.Privacy.Profiles.Distinct())
        {
            options = profile switch
            {
                PrivacyProfile.Gdpr => Gdpr(options, reader),
                PrivacyProfile.Hipaa => Hipaa(options, reader),
                PrivacyProfile.Soc2 => Soc2(options, reader),
                _ => EuAiAct(options, reader),
            };
        }

        return options;
    }

    // Articles 5(1)(c) (no more than is needed), 30 and 44 (where it goes is known, and within the Union unless somebody decides otherwise).
    private static GatewayOptions Gdpr(GatewayOptions options, ConfigReader reader)
    {
        CheckTextsAndScan("gdpr", options, reader);
        foreach (var engine in options.Engines.Where(engine => engine.Place == Place.Cloud && engine.Kind != EngineOptions.SimulatorKind))
        {
            foreach (var (key, isMissing, what) in new[] { ("region", engine.Region is null, "where it answers"), ("retention", engine.Retention is null, "how long it keeps what it is sent") })
            {
                if (isMissing)
                {
                    Report(reader, $"engines.{engine.Id}", $"gdpr: the cloud engine {engine.Id} has no {key}", $"write down {what}");
                }
            }
        }

        return WithDefaults(options, reader, InEurope);
    }

    // 164.312(a)(2)(i) (unique user identification), (b) (audit controls), (e)(1) (transmission security); 164.502(b) (minimum necessary).
    private static GatewayOptions Hipaa(GatewayOptions options, ConfigReader reader)
    {
        CheckTextsAndScan("hipaa", options, reader);
        CheckKeys("hipaa", options, reader);
        CheckWay("hipaa", options, reader);
        CheckLedger("hipaa", options, reader);
        return WithDefaults(options, reader, Forgotten);
    }

    // CC6.1 (who gets in), CC6.7 (what is on its way), CC7.2 (what happened is seen).
    private static GatewayOptions Soc2(GatewayOptions options, ConfigReader reader)
    {
        CheckKeys("soc2", options, reader);
        CheckWay("soc2", options, reader);
        CheckLedger("soc2", options, reader);
        return options;
    }

    // Article 12 (record-keeping): nothing is answered that is not on record.
    private static GatewayOptions EuAiAct(GatewayOptions options, ConfigReader reader)
    {
        CheckLedger("eu_ai_act", options, reader);
        return options;
    }

    private static GatewayOptions WithDefaults(GatewayOptions options, ConfigReader reader, PrivacyLabel label) => options with
    {
        Privacy = options.Privacy with { Label = reader.Has("privacy.label") ? options.Privacy.Label : options.Privacy.Label.And(label), Scan = true },
    };

    private static void CheckTextsAndScan(string profile, GatewayOptions options, ConfigReader reader)
    {
        if (reader.Has("privacy.label") && reader.IsSound("privacy.label") && options.Privacy.Label.IsOpen)
        {
            Report(reader, "privacy.label", $"{profile}: the label open lets requests go anywhere", "leave it out to get the profile's own, or write a stricter one");
        }

        if (reader.Has("privacy.scan") && reader.IsSound("privacy.scan") && !options.Privacy.Scan)
        {
            Report(reader, "privacy.scan", $"{profile}: requests must be looked through for personal data", "leave it out, or write true");
        }

        if (options.Learning.StoreText)
        {
            Report(reader, "learning.store_text", $"{profile}: the text of requests may not be kept for learning", "leave it out");
        }

        foreach (var route in options.Routes.Where(route => route.StoreText == true))
        {
            Report(reader, $"routes.{route.Name}.store_text", $"{profile}: the text of requests may not be kept for learning", "leave it out");
        }
    }

    private static void CheckKeys(string profile, GatewayOptions options, ConfigReader reader)
    {
        if (options.Auth.AllowAnonymousLoopback)
        {
            Report(reader, "auth.allow_anonymous_loopback", $"{profile}: whoever asks must have a key", "turn it off");
        }

        if (options.Admin is { AllowAnonymousLoopback: true })
        {
            Report(reader, "admin.allow_anonymous_loopback", $"{profile}: whoever administers must have a key", "turn it off");
        }
    }

    private static void CheckWay(string profile, GatewayOptions options, ConfigReader reader)
    {
        if (!ListenerRules.IsLoopback(options.Listen) && options.Tls is null)
        {
            Report(reader, "listen", $"{profile}: clients on other machines need TLS", "write https:// and tls, or listen on 127.0.0.1 behind something that encrypts");
        }

        foreach (var engine in options.Engines.Where(static engine => engine is { Place: Place.Cloud, Kind: not EngineOptions.SimulatorKind, BaseUrl.Scheme: "http" }))
        {
            Report(reader, $"engines.{engine.Id}.base_url", $"{profile}: requests to {engine.BaseUrl!.Host} would travel unencrypted", "use https://");
        }
    }

    private static void CheckLedger(string profile, GatewayOptions options, ConfigReader reader)
    {
        if (options.Ledger.OnFailure == LedgerOnFailure.Serve)
        {
            Report(reader, "ledger.on_failure", $"{profile}: nothing may be answered that can't be put on record", "write refuse, or leave it out");
        }
    }

    private static void Report(ConfigReader reader, string path, string message, string hint) => reader.Report(ConfigCodes.ProfileConflict, reader.At(path), message, hint);
}
