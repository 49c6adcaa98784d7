using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A duration from <paramref name="least"/> to <paramref name="most"/>, both inclusive.</summary>
internal sealed class DurationType(TimeSpan least, TimeSpan most) : ScalarType<TimeSpan>
{
    public override string Label => $"duration, {DurationText.Format(least)} to {DurationText.Format(most)}";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, out TimeSpan value, [NotNullWhen(false)] out Rejection? rejection)
    {
        rejection = null;
        if (!DurationText.TryParse(text.Value, out value))
        {
            rejection = new Rejection(ConfigCodes.InvalidDuration, "is not a duration", "a number and a unit: 500ms, 5s, 2m, 1h, 7d");
        }
        else if (value < least || value > most)
        {
            rejection = new Rejection(ConfigCodes.OutOfRange, $"must be {DurationText.Format(least)} to {DurationText.Format(most)}");
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new() { ["type"] = "string", ["pattern"] = DurationText.Pattern };

    protected override JsonNode ShowValue(TimeSpan value) => DurationText.Format(value);
}
