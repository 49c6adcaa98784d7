using AutoClaw.Core.Model;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>Cloud engines by the keys in the environment. Makes no call: a wrong key shows with the first request.</summary>
internal static class CloudKeys
{
    /// <summary>In the order of preference.</summary>
    public static readonly IReadOnlyList<CloudVendor> Vendors =
    [
        // ai.google.dev/gemini-api/docs/openai
        new("gemini", "Gemini", "GEMINI_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-3.5-flash")
        {
            EmbeddingModel = "gemini-embedding-001",
        },

        // Not one of the reasoning family: those refuse max_tokens and temperature, which many clients send.
        new("openai", "OpenAI", "OPENAI_API_KEY", "https://api.openai.com/v1", "gpt-4.1")
        {
            ContextTokens = 1_047_576, EmbeddingModel = "text-embedding-3-small",
        },

        new("anthropic", "Anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1", "claude-sonnet-5-5")
        {
            Kind = EngineKinds.Anthropic.Name,
        },
    ];

    public static IEnumerable<Finding> Look(Func<string, string?> environment) => Vendors.Select(vendor => Look(vendor, environment));

    private static Finding Look(CloudVendor vendor, Func<string, string?> environment)
    {
        if (environment(vendor.KeyVariable)?.Trim() is not { Length: > 0 } key)
        {
            return new Finding(vendor.Name, vendor.KeyVariable, "not set", null);
        }

        // Both happen once a client on this machine was pointed at AutoClaw: the variables are then AutoClaw's, not the vendor's.
        if (key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal))
        {
            return new Finding(vendor.Name, vendor.KeyVariable, "holds a key of AutoClaw, not of the vendor", null);
        }

        if (environment(vendor.BaseUrlVariable) is { Length: > 0 } other && !SameHost(other, vendor.BaseUrl))
        {
            return new Finding(
                vendor.Name, vendor.KeyVariable, $"{vendor.BaseUrlVariable} points elsewhere, so the key is not {vendor.Name}'s; write the engine into the configuration file", null);
        }

        var model = environment(vendor.ModelVariable) is { Length: > 0 } wanted ? wanted : vendor.Model;
        var engine = new EngineOptions
        {
            Id = vendor.Id,
            Kind = vendor.Kind,
            Place = Place.Cloud,
            BaseUrl = new Uri(vendor.BaseUrl),
            Model = model,
            EmbeddingModel = vendor.EmbeddingModel,
            ApiKey = key,
            ContextTokens = model == vendor.Model ? vendor.ContextTokens : null,
            Vision = true,
        };
        return new Finding(vendor.Name, vendor.KeyVariable, model, engine);
    }

    private static bool SameHost(string url, string other) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Equals(new Uri(other).Host, StringComparison.OrdinalIgnoreCase);
}
