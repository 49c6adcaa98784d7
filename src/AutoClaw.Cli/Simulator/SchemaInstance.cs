using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Cli.Simulator;

/// <summary>
/// Writes a JSON value that fits a JSON schema: all properties, the first alternative, bounds and formats kept. Not honoured:
/// <c>pattern</c>, <c>not</c>, <c>if</c>, <c>dependentSchemas</c> and <c>uniqueItems</c>. A schema that recurses is cut off where it
/// allows leaving out.
/// </summary>
internal sealed class SchemaInstance(JsonElement root, ulong seed)
{
    // Deep enough for real schemas, low enough to end a schema that requires itself.
    private const int MaxDepth = 12;

    private readonly JsonElement _root = root;
    private ulong _state = seed;

    /// <summary>Compact UTF-8 JSON for the schema in <paramref name="schema"/>; <c>{}</c> for an empty one.</summary>
    public static byte[] Write(ReadOnlySpan<byte> schema, ulong seed)
    {
        if (schema.IsEmpty)
        {
            return "{}"u8.ToArray();
        }

        var reader = new Utf8JsonReader(schema);
        using var document = JsonDocument.ParseValue(ref reader);
        using var output = new PooledBytes(512);
        using (var json = new Utf8JsonWriter(output))
        {
            new SchemaInstance(document.RootElement, seed).Write(json, document.RootElement, "value", 0);
        }

        return output.Written.ToArray();
    }

    private void Write(Utf8JsonWriter json, JsonElement schema, string name, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            json.WriteNullValue();
            return;
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            constant.WriteTo(json);
        }
        else if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            values[Pick(values.GetArrayLength())].WriteTo(json);
        }
        else if (TryFollow(schema, depth, out var target))
        {
            Write(json, target, name, depth + 1);
        }
        else
        {
            WriteTyped(json, schema, TypeOf(schema), name, depth);
        }
    }

    private void WriteTyped(Utf8JsonWriter json, JsonElement schema, string type, string name, int depth)
    {
        switch (type)
        {
            case "object": WriteObject(json, schema, depth); break;
            case "array": WriteArray(json, schema, name, depth); break;
            case "integer": json.WriteNumberValue((long)Math.Ceiling(Number(schema, true))); break;
            case "number": json.WriteNumberValue(Number(schema, false)); break;
            case "boolean": json.WriteBooleanValue(Pick(2) == 0); break;
            case "null": json.WriteNullValue(); break;
            default: json.WriteStringValue(Text(schema, name)); break;
        }
    }

    private void WriteObject(Utf8JsonWriter json, JsonElement schema, int depth)
    {
        json.WriteStartObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (depth < MaxDepth / 2 || IsRequired(schema, property.Name))
                {
                    json.WritePropertyName(property.Name);
                    Write(json, property.Value, property.Name, depth + 1);
                }
            }
        }

        json.WriteEndObject();
    }

    private void WriteArray(Utf8JsonWriter json, JsonElement schema, string name, int depth)
    {
        var least = Bound(schema, "minItems") is { } min ? (int)min : 0;
        var most = Bound(schema, "maxItems") is { } max ? (int)max : int.MaxValue;
        var count = depth >= MaxDepth / 2 ? least : Math.Clamp(2, least, Math.Max(least, most));
        json.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            if (schema.TryGetProperty("prefixItems", out var tuple) && tuple.ValueKind == JsonValueKind.Array && i < tuple.GetArrayLength())
            {
                Write(json, tuple[i], name, depth + 1);
            }
            else if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
            {
                Write(json, items, name, depth + 1);
            }
            else
            {
                json.WriteStringValue("simulated");
            }
        }

        json.WriteEndArray();
    }

    private bool TryFollow(JsonElement schema, int depth, out JsonElement target)
    {
        target = default;
        if (schema.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String)
        {
            return TryResolve(reference.GetString()!, out target);
        }

        foreach (var keyword in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(keyword, out var alternatives) && alternatives.ValueKind == JsonValueKind.Array
                && alternatives.GetArrayLength() > 0)
            {
                // Past half the depth the null alternative ends a list that is linked through itself.
                target = alternatives[0];
                foreach (var alternative in alternatives.EnumerateArray())
                {
                    if (depth >= MaxDepth / 2 && alternative.ValueKind == JsonValueKind.Object && TypeOf(alternative) == "null")
                    {
                        target = alternative;
                    }
                }

                return true;
            }
        }

        return false;
    }

    private bool TryResolve(string reference, out JsonElement target)
    {
        target = _root;
        if (!reference.StartsWith('#'))
        {
            return false;
        }

        foreach (var step in reference.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                return false;
            }
        }

        return true;
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            return type.ValueKind switch
            {
                JsonValueKind.String => type.GetString()!,
                JsonValueKind.Array when type.GetArrayLength() > 0 && type[0].ValueKind == JsonValueKind.String => type[0].GetString()!,
                _ => "string",
            };
        }

        return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
    }

    private static bool IsRequired(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in required.EnumerateArray())
            {
                if (entry.ValueKind == JsonValueKind.String && entry.ValueEquals(name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private double Number(JsonElement schema, bool whole)
    {
        var step = whole ? 1 : 0.5;
        var least = Bound(schema, "minimum") ?? (Bound(schema, "exclusiveMinimum") is { } open ? open + step : null);
        var most = Bound(schema, "maximum") ?? (Bound(schema, "exclusiveMaximum") is { } end ? end - step : null);
        var from = least ?? Math.Min(1, most ?? 1);
        var to = Math.Max(from, most ?? from + 99);
        if (Bound(schema, "multipleOf") is > 0 and { } factor)
        {
            return Math.Ceiling(from / factor) * factor;
        }

        var value = from + ((to - from) * SimulatedText.NextUnit(ref _state));
        return whole ? Math.Min(Math.Floor(value), to) : Math.Clamp(Math.Round(value, 2), from, to);
    }

    private string Text(JsonElement schema, string name)
    {
        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String)
        {
            switch (format.GetString())
            {
                case "date": return string.Create(CultureInfo.InvariantCulture, $"2025-01-{1 + Pick(28):00}");
                case "time": return string.Create(CultureInfo.InvariantCulture, $"{Pick(24):00}:30:00Z");
                case "date-time": return string.Create(CultureInfo.InvariantCulture, $"2025-01-{1 + Pick(28):00}T12:00:00Z");
                case "duration": return "PT1H";
                case "email": return "simulated@example.com";
                case "hostname": return "simulated.example.com";
                case "ipv4": return "192.0.2.1";
                case "ipv6": return "2001:db8::1";
                case "uri": return "https://example.com/simulated";
                case "uuid": return $"00000000-0000-4000-8000-{SimulatedText.Next(ref _state) & 0xFFFFFFFFFFFF:x12}";
            }
        }

        var text = new StringBuilder("simulated ").Append(name);
        while (Bound(schema, "minLength") is { } least && text.Length < least)
        {
            text.Append(" and more");
        }

        return Bound(schema, "maxLength") is { } most && text.Length > most ? text.ToString(0, (int)most) : text.ToString();
    }

    private static double? Bound(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var bound) && bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : null;

    private int Pick(int count) => (int)(SimulatedText.Next(ref _state) % (ulong)count);
}
