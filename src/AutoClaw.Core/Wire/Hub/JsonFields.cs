using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>Reads the members of a request's JSON object by type, and keeps the first that has the wrong one.</summary>
public sealed class JsonFields
{
    /// <summary>The first thing found wrong; null so far.</summary>
    public EnvelopeProblem? Problem { get; private set; }

    public void Refuse(string param, string message, string code = "wrong_type") => Problem ??= new EnvelopeProblem(code, param, message);

    public string? Text(JsonElement value, string param) =>
        value.ValueKind is JsonValueKind.String ? value.GetString() : Wrong<string?>(value, param, "a string", null);

    public bool? Boolean(JsonElement value, string param) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Wrong<bool?>(value, param, "true or false", null);

    public long? WholeNumber(JsonElement value, string param) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : Wrong<long?>(value, param, "a whole number", null);

    public double? Number(JsonElement value, string param) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : Wrong<double?>(value, param, "a number", null);

    /// <summary>The elements of an array; none where it is null.</summary>
    public IEnumerable<JsonElement> Items(JsonElement value, string param) =>
        value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : Wrong(value, param, "an array", Enumerable.Empty<JsonElement>());

    /// <summary>The members of an object that are not null; none where it is.</summary>
    public IEnumerable<JsonProperty> Members(JsonElement value, string param) =>
        value.ValueKind is JsonValueKind.Object
            ? value.EnumerateObject().Where(member => member.Value.ValueKind is not JsonValueKind.Null)
            : Wrong(value, param, "an object", Enumerable.Empty<JsonProperty>());

    /// <summary>A member that must be a string; null, and a problem, where it is missing.</summary>
    public string? Required(JsonElement parent, string name, string param)
    {
        if (parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null)
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : Wrong<string?>(value, $"{param}.{name}", "a string", null);
        }

        Refuse($"{param}.{name}", $"'{param}' needs a '{name}'.", "missing_field");
        return null;
    }

    /// <inheritdoc cref="Required"/>
    public ChatText RequiredText(JsonElement parent, string name, string param) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? new ChatText(value)
            : Required(parent, name, param) ?? "";

    private T Wrong<T>(JsonElement value, string param, string expected, T otherwise)
    {
        if (value.ValueKind is not JsonValueKind.Null)
        {
            Refuse(param, $"'{param}' must be {expected}.");
        }

        return otherwise;
    }
}
