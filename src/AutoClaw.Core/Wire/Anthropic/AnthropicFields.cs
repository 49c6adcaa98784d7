using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>What the readers of one request share: typed looks at its fields, the first problem, and what the neutral form has no place for.</summary>
internal sealed class AnthropicFields
{
    /// <summary>The first thing found wrong; null so far.</summary>
    public EnvelopeProblem? Problem { get; private set; }

    public List<ForeignField> Foreign { get; } = [];

    public void Refuse(string code, string param, string message) => Problem ??= new EnvelopeProblem(code, param, message);

    public void RefuseType(string param, string expected) => Refuse("wrong_type", param, $"'{param}' must be {expected}.");

    public void Keep(string path, JsonElement value, bool isHint = false)
    {
        if (value.ValueKind != JsonValueKind.Null)
        {
            Foreign.Add(new ForeignField(path, value, isHint));
        }
    }

    /// <summary>Null where it is absent or null.</summary>
    public string? Text(JsonElement owner, string name, string path)
    {
        if (!TryGet(owner, name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        RefuseType(Join(path, name), "a string");
        return null;
    }

    /// <summary>Empty, and a problem, where it is absent.</summary>
    public string Required(JsonElement owner, string name, string path)
    {
        var text = Text(owner, name, path);
        if (text is null)
        {
            Refuse("missing_field", Join(path, name), $"'{Join(path, name)}' is missing: it must be a string.");
        }

        return text ?? "";
    }

    /// <inheritdoc cref="Required"/>
    public ChatText RequiredText(JsonElement owner, string name, string path) =>
        TryGet(owner, name, out var value) && value.ValueKind == JsonValueKind.String ? new ChatText(value) : Required(owner, name, path);

    public bool? Boolean(JsonElement owner, string name, string path)
    {
        if (!TryGet(owner, name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        RefuseType(Join(path, name), "true or false");
        return null;
    }

    public long? Integer(JsonElement owner, string name, string path)
    {
        if (!TryGet(owner, name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
        {
            return number;
        }

        RefuseType(Join(path, name), "a whole number");
        return null;
    }

    public double? Number(JsonElement owner, string name)
    {
        if (!TryGet(owner, name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        RefuseType(name, "a number");
        return null;
    }

    /// <summary>An object; false where it is absent, null or, with a problem, something else.</summary>
    public bool TryGetObject(JsonElement owner, string name, string path, out JsonElement value)
    {
        if (!TryGet(owner, name, out value))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return true;
        }

        RefuseType(Join(path, name), "an object");
        return false;
    }

    /// <summary>The items of an array; none where it is absent, null or, with a problem, something else.</summary>
    public IEnumerable<(JsonElement Item, string Path)> Items(JsonElement owner, string name, string path)
    {
        if (!TryGet(owner, name, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().Select((item, i) => (item, $"{Join(path, name)}[{i}]"));
        }

        RefuseType(Join(path, name), "an array");
        return [];
    }

    /// <summary>False where it is absent or null.</summary>
    public static bool TryGet(JsonElement owner, string name, out JsonElement value) =>
        owner.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
