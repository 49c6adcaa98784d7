using System.Text.Json;

namespace AutoClaw.Core.Verify;

/// <summary>What form the request asks the answer to have.</summary>
/// <param name="IsJson">The text must be a JSON object.</param>
/// <param name="Required">Members that its schema requires at the top; empty without a schema.</param>
public sealed record AnswerFormat(bool IsJson, IReadOnlyList<string> Required)
{
    public static AnswerFormat Free { get; } = new(false, []);

    /// <summary>Reads a request's <c>response_format</c>; what is no JSON format, or unreadable, asks for nothing.</summary>
    public static AnswerFormat Read(ReadOnlyMemory<byte> responseFormat)
    {
        if (responseFormat.IsEmpty)
        {
            return Free;
        }

        try
        {
            using var document = JsonDocument.Parse(responseFormat);
            var root = document.RootElement;
            return root.GetProperty("type").GetString() switch
            {
                "json_object" => new AnswerFormat(true, []),
                "json_schema" => OfSchema(root.GetProperty("json_schema").GetProperty("schema")),
                _ => Free,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Free;
        }
    }

    /// <summary>True if <paramref name="content"/> has this form.</summary>
    public bool Holds(string content)
    {
        if (!IsJson)
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? Required.All(name => root.TryGetProperty(name, out _)) : Required.Count == 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static AnswerFormat OfSchema(JsonElement schema) => new(
        true,
        schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
            ? [.. required.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
            : []);
}
