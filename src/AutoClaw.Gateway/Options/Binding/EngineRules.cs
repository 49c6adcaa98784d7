using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What must hold between the keys of one engine.</summary>
internal static class EngineRules
{
    public static void Check(EngineOptions engine, ConfigReader reader)
    {
        var path = $"engines.{engine.Id}";
        CheckName(engine, path, reader);
        if (engine is { Queue.Slots: null, LlamaServer: null } && reader.IsSound($"{path}.queue.slots"))
        {
            reader.Report(ConfigCodes.MissingKey, reader.At($"{path}.queue"), $"{path}.queue has no slots", "as many requests as the engine answers at the same time");
        }

        if (!reader.IsSound($"{path}.kind"))
        {
            return;
        }

        CheckCost(engine, path, reader);
        AzureRules.Check(engine, path, reader);
        if (!reader.Has($"{path}.place") && reader.IsSound($"{path}.place") && !EngineKinds.Of(engine.Kind).IsUsuallyLocal)
        {
            reader.Report(ConfigCodes.MissingKey, reader.At(path), $"{path} has no place", "place: `local` or `cloud`");
        }

        if (engine.Kind == EngineOptions.SimulatorKind)
        {
            CheckSimulator(engine, path, reader);
            return;
        }

        if (reader.Has($"{path}.simulator"))
        {
            reader.Report(ConfigCodes.SimulatorConflict, reader.At($"{path}.simulator"), "simulator is for kind: simulator only", "remove it, or write kind: simulator");
        }

        if (engine.Kind == EngineOptions.LlamaServerKind)
        {
            CheckLlamaServer(engine, path, reader);
            return;
        }

        if (reader.Has($"{path}.llama_server"))
        {
            reader.Report(ConfigCodes.LlamaServerConflict, reader.At($"{path}.llama_server"), "llama_server is for kind: llama-server only", "remove it, or write kind: llama-server");
        }

        if (EngineKinds.Of(engine.Kind).DefaultBaseUrl is null && !reader.Has($"{path}.base_url") && reader.IsSound($"{path}.base_url"))
        {
            reader.Report(ConfigCodes.MissingKey, reader.At(path), $"{path} has no base_url", "for example base_url: http://127.0.0.1:11434/v1");
        }

        CheckPlace(engine, path, reader);
    }

    private static void CheckName(EngineOptions engine, string path, ConfigReader reader)
    {
        if (engine.Id.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report(ConfigCodes.NameClash, reader.At(path), "auto is the route that is always there", "choose another id");
        }

        var means = engine.Id.Equals("local", StringComparison.OrdinalIgnoreCase) ? Place.Local
            : engine.Id.Equals("cloud", StringComparison.OrdinalIgnoreCase) ? Place.Cloud
            : engine.Place;
        if (means != engine.Place && reader.IsSound($"{path}.place"))
        {
            reader.Report(
                ConfigCodes.ReservedName, reader.At(path), $"an engine called {engine.Id} must have place: {Word(means)}", "clients who ask for it rely on the place");
        }
    }

    private static void CheckCost(EngineOptions engine, string path, ConfigReader reader)
    {
        if (!reader.Has($"{path}.cost"))
        {
            return;
        }

        if (engine.Place != Place.Local && reader.IsSound($"{path}.place"))
        {
            reader.Report(ConfigCodes.CostConflict, reader.At($"{path}.cost"), "cost is for engines on your own hardware", "price is what a cloud engine has");
        }
        else if (reader.Has($"{path}.price"))
        {
            reader.Report(ConfigCodes.CostConflict, reader.At($"{path}.cost"), $"{path} has both price and cost", "keep one of them");
        }
        else if (engine is { Cost.Measured: true, BaseUrl: { IsLoopback: false } url })
        {
            reader.Report(ConfigCodes.CostConflict, reader.At($"{path}.cost.power"), $"{url.Host} is another machine: what it draws can't be measured here", "write power: configured, and its watts");
        }
    }

    // A list or a mapping without anything in it says nothing, as does the file that `config show` prints.
    private static bool IsGiven(EngineOptions engine, string path, string key, ConfigReader reader) => reader.Has($"{path}.{key}") && key switch
    {
        "api_keys" => engine.ApiKeys.Count > 0,
        "headers" => engine.Headers.Count > 0,
        _ => true,
    };

    private static void CheckSimulator(EngineOptions engine, string path, ConfigReader reader)
    {
        foreach (var key in (ReadOnlySpan<string>)["base_url", "api_key", "api_keys", "headers"])
        {
            if (IsGiven(engine, path, key, reader))
            {
                reader.Report(ConfigCodes.SimulatorConflict, reader.At($"{path}.{key}"), $"a simulator has no {key}", "remove it, or write kind: openai");
            }
        }
    }

    private static void CheckLlamaServer(EngineOptions engine, string path, ConfigReader reader)
    {
        foreach (var key in (ReadOnlySpan<string>)["base_url", "api_key", "api_keys", "headers"])
        {
            if (IsGiven(engine, path, key, reader))
            {
                reader.Report(ConfigCodes.LlamaServerConflict, reader.At($"{path}.{key}"), $"a llama-server that the gateway starts has no {key}", "remove it; for one that runs by itself write kind: openai");
            }
        }

        if (!reader.Has($"{path}.llama_server"))
        {
            reader.Report(ConfigCodes.MissingKey, reader.At(path), $"{path} has no llama_server", "for example llama_server: {model_file: model.gguf}");
        }

        if (engine.Place != Place.Local && reader.IsSound($"{path}.place"))
        {
            reader.Report(ConfigCodes.LlamaServerConflict, reader.At($"{path}.place"), "a llama-server that the gateway starts is on this machine", "write place: local");
        }
    }

    private static void CheckPlace(EngineOptions engine, string path, ConfigReader reader)
    {
        if (!reader.IsSound($"{path}.place") || !reader.IsSound($"{path}.api_key"))
        {
            return;
        }

        if (engine.Place == Place.Local && engine.BaseUrl is { } url && VendorHosts.Contains(url.Host))
        {
            reader.Report(ConfigCodes.LocalPlaceAtVendor, reader.At($"{path}.place"), $"{url.Host} is a cloud vendor's; what must stay home would leave", "write place: cloud");
        }

        if (engine is { ApiKey: not null, ApiKeys.Count: > 0 })
        {
            reader.Report(ConfigCodes.ApiKeyConflict, reader.At($"{path}.api_keys"), $"{path} has both api_key and api_keys", "keep one of them");
        }

        if (engine is { Place: Place.Cloud, PrivateNetwork: false } && AddressOf(engine) is var (host, kind))
        {
            reader.Report(
                ConfigCodes.PrivateCloud, reader.At(reader.Has($"{path}.base_url") ? $"{path}.base_url" : path), $"{host} is a {kind} address, which no cloud has",
                "write place: local for your own hardware, or private_network: true for a cloud's private endpoint");
        }

        if (engine is { Place: Place.Local, BaseUrl: { } home } && IPAddress.TryParse(home.Host.Trim('[', ']'), out var address)
            && AddressKind.NotPublic(address) is null && !engine.OwnNetworks.Any(network => network.Contains(address)))
        {
            reader.Report(ConfigCodes.PublicLocal, reader.At($"{path}.base_url"), $"{home.Host} is a public address, and the engine is local", "add it to own_networks if it is yours, or write place: cloud");
        }

        if (engine is { Place: Place.Cloud, OwnNetworks.Count: > 0 })
        {
            reader.Report(ConfigCodes.PublicLocal, reader.At($"{path}.own_networks"), "own_networks is for place: local", "remove it, or write place: local");
        }

        if (engine is { Place: Place.Local, PrivateNetwork: true })
        {
            reader.Report(ConfigCodes.PrivateCloud, reader.At($"{path}.private_network"), "private_network is for place: cloud; what is local may be in a private network anyway", "remove it");
        }

        if (engine is { Place: Place.Cloud, ApiKey: null, ApiKeys.Count: 0 } && !engine.Headers.Keys.Any(IsCredential))
        {
            reader.Report(ConfigCodes.CloudWithoutApiKey, reader.At(path), $"the cloud engine {engine.Id} has no api_key", "api_key: \"${OPENAI_API_KEY}\" or the like");
        }

        if (engine is { BaseUrl: { Scheme: "http", IsLoopback: false } } && (engine.ApiKey is not null || engine.ApiKeys.Count > 0))
        {
            reader.Report(ConfigCodes.ApiKeyInClear, reader.At($"{path}.base_url"), "the api_key travels unencrypted to another machine", "use https://");
        }
    }

    // As far as the URL itself says it. Where a name leads is seen when it is connected to.
    private static (string Host, string Kind)? AddressOf(EngineOptions engine)
    {
        if ((engine.BaseUrl ?? EngineKinds.Of(engine.Kind).DefaultBaseUrl) is not { } url)
        {
            return null;
        }

        var host = url.Host.Trim('[', ']').TrimEnd('.');
        var kind = IPAddress.TryParse(host, out var address) ? AddressKind.NotPublic(address)
            : host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal) ? "loopback"
            : null;
        return kind is null ? null : (url.Host, kind);
    }

    private static bool IsCredential(string header) => header.Contains("key", StringComparison.OrdinalIgnoreCase) || header.Contains("auth", StringComparison.OrdinalIgnoreCase);

    private static string Word(Place place) => place == Place.Local ? "local" : "cloud";
}
