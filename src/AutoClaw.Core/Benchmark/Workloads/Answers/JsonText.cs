using System.Text.Json;

namespace AutoClaw.Core.Benchmark.Workloads.Answers;

/// <summary>The JSON value that an answer is, or that its only code fence holds.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <returns>Null: the answer is no JSON, or leaves open which of several it means.</returns>
    public static JsonElement? Read(string answer) => Parse(answer) ?? (Fenced(answer) is { } inner ? Parse(inner) : null);

    private static string? Fenced(string answer)
    {
        var parts = answer.Split("```");
        if (parts.Length != 3)
        {
            return null;
        }

        // The word behind the opening fence names the language.
        var body = parts[1].TrimStart();
        return body.StartsWith("json", StringComparison.OrdinalIgnoreCase) ? body[4..] : body;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.Trim(' ', '\n', '\r', '\t', '\uFEFF'), Strict);
            Touch(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads every text, since half a surrogate pair is only refused where it is read: as an argument raw, as an operation escaped.</summary>
    private static void Touch(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    Touch(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Touch(item);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }
}
