using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A privacy label.</summary>
internal sealed class LabelType : ScalarType<PrivacyLabel>
{
    public override string Label => "privacy label";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, out PrivacyLabel value, [NotNullWhen(false)] out Rejection? rejection)
    {
        rejection = PrivacyLabel.TryParse(text.Value, out value) ? null : new Rejection(ConfigCodes.UnknownValue, "is not a privacy label", $"it takes {PrivacyLabel.Forms}");
        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new()
    {
        ["type"] = "string",
        ["pattern"] = "^\\s*(open|local_only|no_retention|region:[A-Za-z0-9_-]{1,64})(\\s*,\\s*(open|local_only|no_retention|region:[A-Za-z0-9_-]{1,64}))*\\s*$",
    };

    protected override JsonNode ShowValue(PrivacyLabel value) => value.ToString();
}
