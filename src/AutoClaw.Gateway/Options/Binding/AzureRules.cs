using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What must hold between the keys of an engine that is a resource of Azure OpenAI, and what only such a one may have.</summary>
internal static class AzureRules
{
    public static void Check(EngineOptions engine, string path, ConfigReader reader)
    {
        if (EngineKinds.Of(engine.Kind).OldestApiVersion is not { } oldest)
        {
            foreach (var key in (ReadOnlySpan<string>)["deployment", "api_version"])
            {
                if (reader.Has($"{path}.{key}"))
                {
                    reader.Report(ConfigCodes.AzureConflict, reader.At($"{path}.{key}"), $"{key} is for kind: azure-openai and azure-openai-responses only", "remove it, or change kind");
                }
            }

            return;
        }

        if (engine.BaseUrl is { } url && url.AbsolutePath.Contains("/deployments/", StringComparison.OrdinalIgnoreCase))
        {
            reader.Report(
                ConfigCodes.AzureConflict, reader.At($"{path}.base_url"), "base_url has a deployment in it, which AutoClaw adds itself",
                $"write {url.GetLeftPart(UriPartial.Authority)}, and the deployment as model or deployment");
        }

        // Both begin with a date, so that the order of letters is that of time.
        if (engine.ApiVersion is { } version && string.CompareOrdinal(version, oldest) < 0 && !oldest.StartsWith(version, StringComparison.Ordinal))
        {
            reader.Report(
                ConfigCodes.AzureConflict, reader.At($"{path}.api_version"), $"{version} is older than {oldest}, the first that takes what is sent",
                "write a newer one, or remove it for the v1 API");
        }
    }
}
