using System.Text.Json;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>What a port said to one question.</summary>
/// <param name="Status">The HTTP status; 0 if nothing came.</param>
/// <param name="Body">The JSON body; undefined if there was none.</param>
/// <param name="Failure">Why nothing came; null if something did.</param>
internal readonly record struct ProbeAnswer(int Status, JsonElement Body, string? Failure)
{
    private const int MaxText = 512;

    public bool IsOk => Status == 200;

    /// <summary>The property of an object body, or undefined.</summary>
    public JsonElement this[string name] => Property(Body, name);

    /// <summary>The property of an object, or undefined.</summary>
    public static JsonElement Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The text property of an object, or null; also null for text that no name or version is and a terminal could obey.</summary>
    public static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: <= MaxText } text && !text.Any(char.IsControl)
            ? text
            : null;

    /// <summary>The positive whole-number property of an object, or null.</summary>
    public static int? Count(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number > 0 ? number : null;

    /// <summary>The objects of an array property; none where it is something else.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];
}
