using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>What reading a request has brought up so far: the first thing that can't be understood, and what has no neutral place.</summary>
internal sealed class RequestFindings
{
    /// <summary>Null so far.</summary>
    public EnvelopeProblem? Problem { get; private set; }

    public List<ForeignField> Foreign { get; } = [];

    /// <summary>Keeps <paramref name="value"/>, which changes the answer.</summary>
    public void Keep(string name, JsonElement value) => Foreign.Add(new ForeignField(name, value));

    /// <summary>Keeps <paramref name="value"/>, without which the answer is as good.</summary>
    public void KeepHint(string name, JsonElement value) => Foreign.Add(new ForeignField(name, value, IsHint: true));

    /// <summary>Keeps a member of <paramref name="of"/> if it is there.</summary>
    public void KeepHint(JsonElement of, string path, string name)
    {
        if (of.TryGetProperty(name, out var value) && !IsNothing(value))
        {
            KeepHint($"{path}.{name}", value);
        }
    }

    /// <summary>A string; null where it is absent. Another type is a problem.</summary>
    public string? Text(JsonElement of, string path, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        RefuseType(At(path, name), "a string");
        return null;
    }

    /// <summary>A string that must be there; empty with a problem where it is not.</summary>
    public string Required(JsonElement of, string path, string name)
    {
        if (Text(of, path, name) is { } text)
        {
            return text;
        }

        Problem ??= new EnvelopeProblem("missing_field", At(path, name), $"'{At(path, name)}' is missing: it is a string.");
        return "";
    }

    /// <inheritdoc cref="Required"/>
    public ChatText RequiredText(JsonElement of, string path, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? new ChatText(value) : Required(of, path, name);

    public bool? Flag(JsonElement of, string path, string name)
    {
        if (!of.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.ValueKind == JsonValueKind.True;
        }

        RefuseType(At(path, name), "true or false");
        return null;
    }

    public void RefuseType(string param, string expected) =>
        Problem ??= new EnvelopeProblem("wrong_type", param, $"'{param}' must be {expected}.");

    private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
