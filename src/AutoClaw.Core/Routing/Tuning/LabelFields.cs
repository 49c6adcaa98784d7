using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>One label's fields by name, as they stand in a file. <c>weak_score</c> and <c>strong_score</c> are other names for the local and the cloud score.</summary>
internal static class LabelFields
{
    /// <summary>Numbers and strings of a JSON object; what is nested is of no use here.</summary>
    public static Dictionary<string, string>? FromJson(string line, out string? error)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            error = document.RootElement.ValueKind == JsonValueKind.Object ? null : "a row is a JSON object";
            return error is not null
                ? null
                : document.RootElement.EnumerateObject()
                    .Where(p => p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    .DistinctBy(p => p.Name)
                    .ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            error = $"not JSON: {e.Message}";
            return null;
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a surrogate pair: legal JSON, but no text.
            error = "a string is not valid Unicode";
            return null;
        }
    }

    public static TuningRow? ToRow(Dictionary<string, string> fields, out string? error)
    {
        error = null;
        var local = Score(fields, "local_score", "weak_score", ref error);
        var cloud = Score(fields, "cloud_score", "strong_score", ref error);
        if (!fields.TryGetValue("prompt", out var prompt) || prompt.Length == 0)
        {
            error ??= "'prompt' is missing or empty";
        }
        else if (local is null && cloud is null)
        {
            error ??= "neither 'local_score' nor 'cloud_score' is there";
        }

        if (error is not null)
        {
            return null;
        }

        var text = Encoding.UTF8.GetBytes(prompt!);
        return new TuningRow
        {
            Key = fields.TryGetValue("key", out var key) && key.Length > 0 ? key : KeyOf(prompt!),
            Features = PromptFeatures.Of(new RouterInput { Text = text, Turns = 1, ConversationBytes = text.Length }),
            LocalScore = local,
            CloudScore = cloud,
            Domain = fields.GetValueOrDefault("domain", ""),
        };
    }

    // Two prompts that differ in case and white space alone are one question, which must not be both learned and asked.
    private static string KeyOf(string prompt)
    {
        var words = prompt.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(string.Join(' ', words))));
    }

    private static float? Score(Dictionary<string, string> fields, string name, string otherName, ref string? error)
    {
        var used = fields.ContainsKey(name) ? name : otherName;
        if (!fields.TryGetValue(used, out var text) || text.Length == 0)
        {
            return null;
        }

        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1)
        {
            return score;
        }

        error ??= $"'{used}' is not a number from 0 to 1";
        return null;
    }
}
