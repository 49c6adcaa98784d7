using System.Runtime.InteropServices;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>
/// A JSON object put together from streamed pieces, as raw bytes: a string field grows by concatenation (escaped contents may be
/// joined as they are), an array by its items, anything else is replaced by the newest that says something. Fields keep the order in
/// which they first came, and unknown ones survive.
/// </summary>
internal sealed class FieldBag
{
    private readonly List<(byte[] Name, List<byte> Value)> _fields = new(4);

    public bool Has(ReadOnlySpan<byte> name) => Find(name) is not null;

    /// <summary>Keeps the newest value that is not null, and not empty if there is one that is not.</summary>
    public void Replace(ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw)
    {
        var value = Find(name) ?? Add(name);
        var old = CollectionsMarshal.AsSpan(value);
        if (old.IsEmpty || !(raw.SequenceEqual("null"u8) || old.SequenceEqual(raw) || (SaysNothing(raw) && !SaysNothing(old))))
        {
            value.Clear();
            value.AddRange(raw);
        }
    }

    /// <summary>Keeps the first value that is neither null nor empty nor 0: an id, a time or a role, which some engines repeat in every chunk.</summary>
    public void KeepFirst(ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw)
    {
        if (Find(name) is not { } value || CollectionsMarshal.AsSpan(value) is var old && (SaysNothing(old) || old.SequenceEqual("0"u8)))
        {
            Replace(name, raw);
        }
    }

    /// <summary>Joins strings and arrays; replaces the rest.</summary>
    public void Join(ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw)
    {
        if (raw[0] is not ((byte)'"' or (byte)'[') || Find(name) is not { } value || value[0] != raw[0])
        {
            Replace(name, raw);
            return;
        }

        if (raw.Length > 2)
        {
            // The old closing quote or bracket goes, and so does the new opening one.
            value.RemoveAt(value.Count - 1);
            if (raw[0] == (byte)'[' && value.Count > 1)
            {
                value.Add((byte)',');
            }

            value.AddRange(raw[1..]);
        }
    }

    /// <summary>Adds more of a string that is there, as it stands between the quotes.</summary>
    public void Extend(ReadOnlySpan<byte> name, ReadOnlySpan<byte> inner)
    {
        var value = Find(name)!;
        value.RemoveAt(value.Count - 1);
        value.AddRange(inner);
        value.Add((byte)'"');
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in _fields)
        {
            WriteField(writer, name, value);
        }
    }

    /// <summary>Writes one field if it is there, else null under its name.</summary>
    public void WriteOrNull(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        if (Find(name) is { } value)
        {
            WriteField(writer, name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>Writes all fields but those named.</summary>
    public void WriteOthers(Utf8JsonWriter writer, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        foreach (var (name, value) in _fields)
        {
            if (!first.SequenceEqual(name) && !second.SequenceEqual(name) && !third.SequenceEqual(name))
            {
                WriteField(writer, name, value);
            }
        }
    }

    private static void WriteField(Utf8JsonWriter writer, ReadOnlySpan<byte> name, List<byte> value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(CollectionsMarshal.AsSpan(value), skipInputValidation: true);
    }

    // Azure's events about its filter have an empty id and model.
    private static bool SaysNothing(ReadOnlySpan<byte> raw) => raw.SequenceEqual("null"u8) || raw.SequenceEqual("\"\""u8) || raw.SequenceEqual("{}"u8);

    private List<byte>? Find(ReadOnlySpan<byte> name)
    {
        foreach (var (known, value) in _fields)
        {
            if (name.SequenceEqual(known))
            {
                return value;
            }
        }

        return null;
    }

    private List<byte> Add(ReadOnlySpan<byte> name)
    {
        var value = new List<byte>();
        _fields.Add((name.ToArray(), value));
        return value;
    }
}
