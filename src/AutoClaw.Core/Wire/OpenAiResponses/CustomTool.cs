using System.Text;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// A tool that takes free text. Other wires only know functions, so there it is one whose only parameter is that text.
/// </summary>
internal static class CustomTool
{
    public static JsonElement Parameters { get; } = JsonElement.Parse(
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""");

    public static string Wrap(string input)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("input"u8, input);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The text in a call's arguments. A model that forgets the object around it has meant what it wrote.</summary>
    public static string Unwrap(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("input"u8, out var input) && input.ValueKind == JsonValueKind.String
                ? input.GetString()!
                : arguments;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return arguments;
        }
    }
}
