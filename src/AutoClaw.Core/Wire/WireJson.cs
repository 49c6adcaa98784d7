using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoClaw.Core.Wire;

/// <summary>How JSON is written for clients and engines.</summary>
internal static class WireJson
{
    /// <summary>
    /// Text goes out as it is: nothing here is put into a web page, and escaping every letter beyond ASCII would make a prompt up to six
    /// times as long. The order of calls is the code's own, which tests check once instead of every request.
    /// </summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a value byte for byte: one that holds half a character, which is text for no reader, is passed on, not thrown at.</summary>
    public static void WriteRaw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
