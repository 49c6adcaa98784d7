using System.Runtime.InteropServices;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Names of fields, which Google's API takes in camel case and in snake case alike.</summary>
internal static class GeminiNames
{
    /// <summary>The camel-case spelling of <paramref name="name"/>.</summary>
    public static string Camel(string name)
    {
        if (!name.Contains('_', StringComparison.Ordinal))
        {
            return name;
        }

        var letters = new char[name.Length];
        var count = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '_' && i + 1 < name.Length && count > 0)
            {
                letters[count++] = char.ToUpperInvariant(name[++i]);
            }
            else
            {
                letters[count++] = name[i];
            }
        }

        return new string(letters, 0, count);
    }

    /// <summary>The members that hold something, by their camel-case names; none of what is no object.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element)
    {
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                yield return (Camel(member.Name), member.Value);
            }
        }
    }

    /// <summary>The member named <paramref name="camel"/> in either spelling; null where there is none, or null.</summary>
    public static JsonElement? Find(JsonElement element, string camel)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (IsSpelled(JsonMarshal.GetRawUtf8PropertyName(member), camel) && member.Value.ValueKind != JsonValueKind.Null)
            {
                return member.Value;
            }
        }

        return null;
    }

    /// <summary>The text of a member; null where it is none.</summary>
    public static string? Text(JsonElement element, string camel) =>
        Find(element, camel) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A list's elements; what is no list is a list of itself, as Google's API has it.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    // A request is asked for many names: none of its own is made a string for that.
    private static bool IsSpelled(ReadOnlySpan<byte> raw, string camel)
    {
        if (raw.Contains((byte)'\\'))
        {
            return Camel(JsonElement.Parse([(byte)'"', .. raw, (byte)'"']).GetString()!) == camel;
        }

        var at = 0;
        for (var i = 0; i < raw.Length; i++, at++)
        {
            var letter = (char)raw[i];
            if (letter == '_' && i + 1 < raw.Length && at > 0)
            {
                letter = char.ToUpperInvariant((char)raw[++i]);
            }

            if (at == camel.Length || camel[at] != letter)
            {
                return false;
            }
        }

        return at == camel.Length;
    }
}
