using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Log probabilities: <c>logprobsResult</c> here, <c>choices[].logprobs</c> of OpenAI in the neutral form.</summary>
internal static class GeminiLogprobs
{
    /// <summary>OpenAI's form of a <c>logprobsResult</c>.</summary>
    public static JsonElement Read(JsonElement result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            var top = List(result, "topCandidates");
            writer.WriteStartObject();
            writer.WriteStartArray("content"u8);
            foreach (var (index, chosen) in List(result, "chosenCandidates").Index())
            {
                writer.WriteStartObject();
                WriteToken(writer, chosen);
                writer.WriteStartArray("top_logprobs"u8);
                foreach (var alternative in index < top.Count ? List(top[index], "candidates") : [])
                {
                    writer.WriteStartObject();
                    WriteToken(writer, alternative);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Writes the <c>logprobsResult</c> of one answer; nothing where there are none.</summary>
    /// <param name="writer">Stands in a candidate.</param>
    /// <param name="pieces">In OpenAI's form, in order.</param>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<JsonElement> pieces)
    {
        var tokens = pieces.SelectMany(piece => List(piece, "content")).ToList();
        if (tokens.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("logprobsResult"u8);
        writer.WriteStartArray("chosenCandidates"u8);
        foreach (var token in tokens)
        {
            WriteCandidate(writer, token);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("topCandidates"u8);
        foreach (var token in tokens)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("candidates"u8);
            foreach (var alternative in List(token, "topLogprobs"))
            {
                WriteCandidate(writer, alternative);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter writer, JsonElement candidate)
    {
        var token = GeminiNames.Text(candidate, "token") ?? "";
        writer.WriteString("token"u8, token);
        WriteNumber(writer, "logprob"u8, candidate, "logProbability");
        writer.WriteStartArray("bytes"u8);
        foreach (var part in Encoding.UTF8.GetBytes(token))
        {
            writer.WriteNumberValue(part);
        }

        writer.WriteEndArray();
    }

    private static void WriteCandidate(Utf8JsonWriter writer, JsonElement token)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("token"u8);
        if (GeminiNames.Find(token, "token") is { ValueKind: JsonValueKind.String } text)
        {
            // Tokens may end inside a character.
            WireJson.WriteRaw(writer, text);
        }
        else
        {
            writer.WriteStringValue(""u8);
        }

        WriteNumber(writer, "logProbability"u8, token, "logprob");
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonElement element, string member)
    {
        writer.WritePropertyName(name);
        if (GeminiNames.Find(element, member) is { ValueKind: JsonValueKind.Number } value)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNumberValue(0);
        }
    }

    private static List<JsonElement> List(JsonElement element, string name) =>
        GeminiNames.Find(element, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
