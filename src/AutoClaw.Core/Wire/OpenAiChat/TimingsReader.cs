using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Reads the <c>timings</c> object that llama-server adds to an answer's last chunk.</summary>
internal static class TimingsReader
{
    /// <summary>Stands on the object's start before and on its end after.</summary>
    public static EngineTimings Read(ref Utf8JsonReader reader)
    {
        double? prefill = null, decode = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPrefill = reader.ValueTextEquals("prompt_ms"u8);
            var isDecode = reader.ValueTextEquals("predicted_ms"u8);
            reader.Read();
            if ((isPrefill || isDecode) && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value) && value >= 0)
            {
                prefill = isPrefill ? value : prefill;
                decode = isDecode ? value : decode;
            }

            reader.Skip();
        }

        return new EngineTimings(prefill, decode);
    }
}
