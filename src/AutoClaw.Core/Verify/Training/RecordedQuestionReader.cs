using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Verify.Training;

/// <summary>Reads one JSON line. Gives the question, or what is wrong with it.</summary>
internal static class RecordedQuestionReader
{
    public static RecordedQuestion? Read(string line, out string? error)
    {
        error = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                error = "a question is a JSON object";
                return null;
            }

            var question = new RecordedQuestion
            {
                Id = Text(root, "id", ref error),
                Source = Text(root, "source", ref error),
                Prompt = Encoding.UTF8.GetBytes(Text(root, "prompt", ref error)),
                Key = Text(root, "key", ref error),
                Domain = root.TryGetProperty("domain", out var domain) && domain.ValueKind == JsonValueKind.String ? domain.GetString()! : "",
                StrongScore = Score(root, "strong_score", ref error),
                Local = Answers(root, ref error),
            };
            return error is null ? question : null;
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

    private static Dictionary<string, RecordedAnswer> Answers(JsonElement root, ref string? error)
    {
        var answers = new Dictionary<string, RecordedAnswer>(StringComparer.Ordinal);
        if (!root.TryGetProperty("local", out var local) || local.ValueKind != JsonValueKind.Object)
        {
            error ??= "'local' is missing or not an object";
            return answers;
        }

        foreach (var model in local.EnumerateObject())
        {
            if (model.Value.ValueKind != JsonValueKind.Object)
            {
                error ??= $"'{model.Name}' is not an object";
                continue;
            }

            var answer = model.Value.TryGetProperty("answer", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            var chars = model.Value.TryGetProperty("chars", out var length) && length.TryGetInt32(out var count) ? count : 0;
            answers[model.Name] = new RecordedAnswer(FinalAnswer.Normalise(answer), Score(model.Value, "score", ref error), chars);
        }

        if (answers.Count == 0)
        {
            error ??= "'local' has no answer";
        }

        return answers;
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

    private static double Score(JsonElement root, string name, ref string? error)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1 and var score)
        {
            return score;
        }

        error ??= $"'{name}' is not a number from 0 to 1";
        return 0;
    }
}
