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
}
