using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Reads the log probabilities of a piece of text.</summary>
internal static class StreamedLogprobs
{
    /// <summary>In chat completions' form, which is the neutral one; null for none.</summary>
    /// <param name="json">Stands on the first token of an array.</param>
    public static JsonElement? Read(ref Utf8JsonReader json)
    {
        var tokens = JsonElement.ParseValue(ref json);
        if (tokens.ValueKind != JsonValueKind.Array || tokens.GetArrayLength() == 0)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("content"u8);
            WireJson.WriteRaw(writer, tokens);
            writer.WriteNull("refusal"u8);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
