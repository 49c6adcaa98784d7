using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Routing.Training;

/// <summary>Reads one JSON line. Gives the row, or what is wrong with it.</summary>
internal static class TrainingRowReader
{
    public static TrainingRow? Read(string line, out string? error)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                error = "a row is a JSON object";
                return null;
            }

            error = null;
            var row = new TrainingRow
            {
                Id = Text(root, "id", ref error),
                Source = Text(root, "source", ref error),
                Prompt = Encoding.UTF8.GetBytes(Text(root, "prompt", ref error)),
                Key = Text(root, "key", ref error),
                StrongScore = Number(root, "strong_score", ref error),
                WeakScore = Number(root, "weak_score", ref error),
                Difficulty = Number(root, "difficulty", ref error),
                Domain = Optional(root, "domain"),
                StrongModel = Optional(root, "strong_model"),
                WeakModel = Optional(root, "weak_model"),
                Models = Models(root, ref error),
                StrongTokens = Tokens(root, "strong_out_est", ref error),
                WeakTokens = Tokens(root, "weak_out_est", ref error),
            };
            if (error is null && row.StrongScore is null != row.WeakScore is null)
            {
                error = "'strong_score' and 'weak_score' come together";
            }

            return error is null ? row : null;
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

    private static string Text(JsonElement root, string name, ref string? error)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        error ??= $"'{name}' is missing or not a string";
        return "";
    }

    private static string Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static double? Number(JsonElement root, string name, ref string? error)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number >= 0)
        {
            return number;
        }

        error ??= $"'{name}' is not a number of at least 0";
        return null;
    }

    private static double? Tokens(JsonElement root, string name, ref string? error) =>
        root.TryGetProperty("tokens", out var tokens) && tokens.ValueKind == JsonValueKind.Object ? Number(tokens, name, ref error) : null;

    private static Dictionary<string, double> Models(JsonElement root, ref string? error)
    {
        var models = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!root.TryGetProperty("models", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return models;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            error ??= "'models' is not an object";
            return models;
        }

        foreach (var model in value.EnumerateObject())
        {
            if (model.Value.ValueKind == JsonValueKind.Number)
            {
                models[model.Name] = model.Value.GetDouble();
            }
        }

        return models;
    }
}
