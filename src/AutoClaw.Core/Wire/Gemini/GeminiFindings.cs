using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>What comes to light while a request is read: fields without a neutral place, and the first problem.</summary>
internal sealed class GeminiFindings
{
    public List<ForeignField> Foreign { get; } = [];

    /// <summary>Null so far.</summary>
    public EnvelopeProblem? Problem { get; private set; }

    public void Add(string path, JsonElement value, bool isHint = false) => Foreign.Add(new ForeignField(path, value, isHint));

    public void RefuseType(string path, string expected) =>
        Problem ??= new EnvelopeProblem("wrong_type", path, $"'{path}' must be {expected}.");

    public string? Text(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        RefuseType(path, "a string");
        return null;
    }

    public bool? Flag(JsonElement value, string path)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        RefuseType(path, "true or false");
        return null;
    }

    /// <summary>A whole number, which protocol buffers' JSON may write as a string.</summary>
    public long? Integer(JsonElement value, string path)
    {
        if ((value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            || (value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out number)))
        {
            return number;
        }

        RefuseType(path, "a whole number");
        return null;
    }

    public double? Number(JsonElement value, string path)
    {
        if (((value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number))
                || (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out number)))
            && double.IsFinite(number))
        {
            return number;
        }

        RefuseType(path, "a number");
        return null;
    }
}
