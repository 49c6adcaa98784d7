using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// Puts a streamed answer together for a client of this wire that does not stream. Whatever its pieces say survives, known here or not:
/// texts and log probabilities grow, parts follow each other, and of everything else the newest counts.
/// </summary>
public sealed class GeminiCollector
{
    private readonly JsonObject _answer = [];
    private readonly SortedList<int, GeminiCollectedCandidate> _candidates = [];

    /// <summary>Adds one piece. False if it is none of an answer: an error, or not this wire's.</summary>
    public bool TryAdd(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            if (JsonNode.Parse(ref reader) is not JsonObject piece || piece.ContainsKey("error") || !WholeText.IsIn(data))
            {
                return false;
            }

            foreach (var (name, value) in piece.ToList())
            {
                piece.Remove(name);
                if (name != "candidates")
                {
                    _answer[name] = value;
                }
                else if (value is JsonArray candidates)
                {
                    AddCandidates(candidates);
                }
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            // ArgumentException: a key that occurs twice.
            return false;
        }
    }

    /// <summary>Writes the whole answer. Nothing can be added after it.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        if (_candidates.Count > 0)
        {
            writer.WriteStartArray("candidates"u8);
            foreach (var candidate in _candidates.Values)
            {
                candidate.Write(writer);
            }

            writer.WriteEndArray();
        }

        foreach (var (name, value) in _answer)
        {
            writer.WritePropertyName(name);
            GeminiCollectedCandidate.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private void AddCandidates(JsonArray candidates)
    {
        for (var position = 0; position < candidates.Count; position++)
        {
            if (candidates[position] is not JsonObject candidate)
            {
                continue;
            }

            var index = candidate["index"] is JsonValue value && value.TryGetValue(out int given) ? given : position;
            if (!_candidates.TryGetValue(index, out var collected))
            {
                _candidates.Add(index, collected = new GeminiCollectedCandidate());
            }

            collected.Add(candidate);
        }
    }
}
