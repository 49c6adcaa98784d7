using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both inclusive; whole if <typeparamref name="T"/> is an integer type.</summary>
internal sealed class NumberType<T>(T least, T most) : ScalarType<T>
    where T : struct, INumber<T>
{
    private static readonly bool Whole = T.One / (T.One + T.One) == T.Zero;

    public override string Label => $"{Kind}, {Text(least)} to {Text(most)}";

    private static string Kind => Whole ? "whole number" : "number";

    protected override bool TryParse(ResolvedText text, ConfigReader reader, out T value, [NotNullWhen(false)] out Rejection? rejection)
    {
        value = T.Zero;
        rejection = null;
        if (!YamlScalar.IsNumber(text))
        {
            var unquoted = YamlScalar.IsNumber(text with { IsText = false });
            rejection = new Rejection(ConfigCodes.WrongType, $"takes a {Label}", unquoted ? "remove the quotes" : null);
        }
        else if (!T.TryParse(text.Value, Whole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            // A number by its form: either a fraction where none may be, or beyond what the type can hold.
            rejection = Whole && text.Value.AsSpan().ContainsAny(".eE")
                ? new Rejection(ConfigCodes.WrongType, $"takes a {Label}", "remove the fraction")
                : new Rejection(ConfigCodes.OutOfRange, $"must be {Text(least)} to {Text(most)}");
        }
        else if (!(value >= least && value <= most))
        {
            rejection = new Rejection(ConfigCodes.OutOfRange, $"must be {Text(least)} to {Text(most)}");
        }

        return rejection is null;
    }

    protected override JsonObject LiteralSchema() => new()
    {
        ["type"] = Whole ? "integer" : "number",
        ["minimum"] = ShowValue(least),
        ["maximum"] = ShowValue(most),
    };

    protected override JsonNode ShowValue(T value) => JsonSerializer.SerializeToNode(value)!;

    private static string Text(T value) => value.ToString(null, CultureInfo.InvariantCulture);
}
