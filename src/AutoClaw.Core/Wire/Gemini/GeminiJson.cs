using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>How this wire's JSON is written.</summary>
internal static class GeminiJson
{
    /// <summary>Text goes out as UTF-8 wherever the encoder lets it: nothing here is put into a web page.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>For writers whose calls are known to be in order.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = Encoder, SkipValidation = true };

    /// <summary>Writes a value byte for byte: one that holds half a character, which is text for no reader, is passed on, not thrown at.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement value) => writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);

    /// <summary>False if a text in <paramref name="json"/>, which is valid, holds half a character: an escape that no string can hold.</summary>
    public static bool IsWholeText(ReadOnlySpan<byte> json)
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
