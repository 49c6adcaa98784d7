using System.Text.Json;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Token counts, whose candidates here go without the thoughts that OpenAI's completion tokens include.</summary>
internal static class GeminiUsage
{
    /// <summary>Stands on the object's start before and on its end after. Null where it counts nothing.</summary>
    public static Usage? Read(ref Utf8JsonReader reader)
    {
        long prompt = 0, tools = 0, cached = 0, candidates = 0, thoughts = 0;
        var counts = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("promptTokenCount"u8))
            {
                counts |= Number(ref reader, ref prompt);
            }
            else if (reader.ValueTextEquals("candidatesTokenCount"u8))
            {
                counts |= Number(ref reader, ref candidates);
            }
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8))
            {
                counts |= Number(ref reader, ref thoughts);
            }
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8))
            {
                Number(ref reader, ref cached);
            }
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8))
            {
                Number(ref reader, ref tools);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // What the vendor's own tools brought to the prompt is counted apart there.
        var input = prompt + tools;
        return counts ? new Usage(input, Math.Min(cached, input), candidates + thoughts, thoughts, Estimated: false) : null;
    }

    public static void Write(Utf8JsonWriter writer, Usage usage)
    {
        writer.WriteStartObject("usageMetadata"u8);
        writer.WriteNumber("promptTokenCount"u8, usage.Input);
        if (usage.Cached > 0)
        {
            writer.WriteNumber("cachedContentTokenCount"u8, usage.Cached);
        }

        writer.WriteNumber("candidatesTokenCount"u8, usage.Output - usage.Reasoning);
        if (usage.Reasoning > 0)
        {
            writer.WriteNumber("thoughtsTokenCount"u8, usage.Reasoning);
        }

        writer.WriteNumber("totalTokenCount"u8, usage.Total);
        writer.WriteEndObject();
    }

    private static bool Number(ref Utf8JsonReader reader, ref long value)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            value = Math.Clamp(number, 0, int.MaxValue);
            return true;
        }

        reader.Skip();
        return false;
    }
}
