using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>One of a few words.</summary>
internal sealed class ChoiceType<T>(IReadOnlyDictionary<string, T> choices) : ScalarType<T>
    where T : notnull
{
    public override string Label => string.Join(" or ", choices.Keys.Select(choice => $"`{choice}`"));

    protected override bool TryParse(ResolvedText text, ConfigReader reader, [MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Rejection? rejection)
    {
        if (choices.TryGetValue(text.Value, out value))
        {
            rejection = null;
            return true;
        }

        rejection = new Rejection(ConfigCodes.UnknownValue, $"takes {string.Join(" or ", choices.Keys)}", Nearest.Hint(text.Value, choices.Keys));
        return false;
    }

    protected override JsonObject LiteralSchema() => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. choices.Keys.Select(choice => JsonValue.Create(choice))]),
    };

    protected override JsonNode ShowValue(T value) => choices.First(choice => choice.Value.Equals(value)).Key;
}
