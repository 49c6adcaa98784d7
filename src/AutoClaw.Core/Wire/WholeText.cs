using System.Text.Json;

namespace AutoClaw.Core.Wire;

/// <summary>JSON may hold half a character as an escape, which no string can and no engine takes.</summary>
internal static class WholeText
{
    public static EnvelopeProblem Missing { get; } =
        new("invalid_json", null, "The request body holds half a character: an escape \\ud800 to \\udfff without its other half.");

    /// <summary>False if a text in <paramref name="json"/>, which is valid, holds half a character: an escape that no string can hold.</summary>
    public static bool IsIn(ReadOnlySpan<byte> json)
    {
        // Half a character can only be written as an escape, and few texts have one.
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
