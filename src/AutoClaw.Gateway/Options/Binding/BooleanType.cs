using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary><c>true</c> or <c>false</c>; YAML 1.1's yes, no, on and off are told apart, not guessed.</summary>
internal sealed class BooleanType : ScalarType<bool>
{
    public override string Label => "true or false";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, out bool value, [NotNullWhen(false)] out Rejection? rejection)
    {
        var found = YamlScalar.Boolean(text);
        value = found ?? false;
        rejection = found is not null ? null : new Rejection(ConfigCodes.WrongType, "takes true or false", Hint(text));
        return found is not null;
    }

    protected override JsonObject LiteralSchema() => new() { ["type"] = "boolean" };

    protected override JsonNode ShowValue(bool value) => value;

    private static string? Hint(ResolvedText text) => text.Value.ToLowerInvariant() switch
    {
        "yes" or "on" or "y" or "1" => "write true",
        "no" or "off" or "n" or "0" => "write false",
        "true" or "false" => "remove the quotes",
        _ => null,
    };
}
