using System.Text.Json;

namespace AutoClaw.Cli.Bench;

/// <summary>Reads <c>choices[].logprobs</c> as OpenAI chat completions has it.</summary>
internal static class TokenAlternatives
{
    /// <summary>The alternatives of the first token; empty where there are none, or in another form.</summary>
    public static IReadOnlyList<(string Token, double LogProbability)> OfFirst(JsonElement logprobs)
    {
        if (logprobs.ValueKind != JsonValueKind.Object
            || !logprobs.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array || content.GetArrayLength() == 0
            || content[0].ValueKind != JsonValueKind.Object
            || !content[0].TryGetProperty("top_logprobs", out var top) || top.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var alternatives = new List<(string, double)>();
        foreach (var entry in top.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object
                && entry.TryGetProperty("token", out var token) && token.ValueKind == JsonValueKind.String
                && entry.TryGetProperty("logprob", out var value) && value.ValueKind == JsonValueKind.Number)
            {
                alternatives.Add((token.GetString()!, value.GetDouble()));
            }
        }

        return alternatives;
    }
}
