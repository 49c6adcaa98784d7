using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AutoClaw.Core.Pricing.Import;

/// <summary>
/// Reads LiteLLM's collection: one object, entry name to its fields, prices in USD a token. Providers that the shipped price list knows
/// get its names, so that an engine's <c>base_url</c> leads to them.
/// </summary>
internal static class LiteLlmReader
{
    private const string Home = "https://github.com/BerriAI/litellm";

    private static readonly string[] TokenModes = ["chat", "completion", "responses", "embedding"];

    private static readonly Dictionary<string, string> Providers = new(StringComparer.Ordinal)
    {
        ["gemini"] = "google", ["together_ai"] = "together", ["fireworks_ai"] = "fireworks", ["fireworks_ai-embedding-models"] = "fireworks", ["text-completion-openai"] = "openai",
    };

    public static PriceImport Read(ReadOnlySpan<byte> json, ImportFilter filter) => ImportBuilder.Parse(json, filter, JsonValueKind.Object, static (root, builder) =>
    {
        foreach (var entry in root.EnumerateObject())
        {
            if (entry.Name == "sample_spec")
            {
                // Their own description of an entry, not a model.
                continue;
            }

            if (entry.Value.ValueKind == JsonValueKind.Object && Text(entry.Value, "litellm_provider") is { } named)
            {
                var provider = Providers.GetValueOrDefault(named, named);
                var model = ModelOf(entry.Name, named);
                if (builder.Takes(provider, model))
                {
                    ReadEntry(entry.Name, provider, model, entry.Value, builder);
                }
            }
            else
            {
                builder.Skip(entry.Name, "names no provider");
            }
        }

        return null;
    });

    private static void ReadEntry(string name, string provider, string model, JsonElement entry, ImportBuilder builder)
    {
        if (Text(entry, "mode") is { } mode && !TokenModes.Contains(mode))
        {
            builder.Skip(name, $"{mode} is not sold by the token of text");
            return;
        }

        var tiers = LiteLlmTiers.Read(entry, out var problem);
        if (tiers.IsEmpty)
        {
            builder.Skip(name, problem!);
            return;
        }

        // Zero stands there for free models and for those whose price nobody knew; a price file's zero would be a price.
        if (tiers.All(tier => tier is { Input: 0, Output: 0 }))
        {
            builder.Skip(name, "costs 0, which there means free or not known");
            return;
        }

        foreach (var ignored in LiteLlmTiers.Ignored(entry))
        {
            builder.Note(name, $"{ignored} was left out");
        }

        builder.Add(
        [
            new ImportedRow
            {
                Entry = name, Provider = provider, Model = model, Tiers = tiers,
                Source = Text(entry, "source") is { } source && source.StartsWith("https://", StringComparison.Ordinal) ? $"{source} via {Home}" : Home,
                RetiresOn = Retirement(name, entry, builder),
            },
        ]);
    }

    private static string ModelOf(string name, string provider)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < name.Length - 1 && (provider + "-").StartsWith(name[..slash] + "-", StringComparison.Ordinal) ? name[(slash + 1)..] : name;
    }

    private static DateOnly? Retirement(string name, JsonElement entry, ImportBuilder builder)
    {
        if (!entry.TryGetProperty("deprecation_date", out _))
        {
            return null;
        }

        if (DateOnly.TryParseExact(Text(entry, "deprecation_date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        builder.Note(name, "deprecation_date was left out: it is no day");
        return null;
    }

    private static string? Text(JsonElement entry, string key) =>
        entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
