using System.Text.Json;

namespace AutoClaw.Core.Judging;

/// <summary>
/// Whether an answer has the form that the request asks for by <c>response_format</c>. Of JSON Schema it knows type, enum, const,
/// properties, required, additionalProperties: false and items; what else a schema asks for it takes for granted.
/// </summary>
public sealed class JsonForm
{
    private readonly JsonElement? _schema;

    private JsonForm(JsonElement? schema) => _schema = schema;

    /// <summary>Null where the request asks for no JSON.</summary>
    public static JsonForm? Of(ReadOnlyMemory<byte> request)
    {
        using var document = JsonDocument.Parse(request);
        if (Member(document.RootElement, "response_format") is not { } format || Member(format, "type") is not { ValueKind: JsonValueKind.String } type)
        {
            return null;
        }

        return type.GetString() switch
        {
            "json_object" => new JsonForm(null),
            "json_schema" => new JsonForm(Member(format, "json_schema") is { } named ? Member(named, "schema")?.Clone() : null),
            _ => null,
        };
    }

    /// <summary>1 for each answer that has the form, 0 for one that has not.</summary>
    public PairVerdict Judge(string local, string cloud) => new(Holds(local) ? 1 : 0, Holds(cloud) ? 1 : 0);

    public bool Holds(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return _schema is { } schema ? Fits(document.RootElement, schema) : document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Fits(JsonElement value, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        return (Member(schema, "type") is not { } type || HasType(value, type))
            && (Member(schema, "enum") is not { ValueKind: JsonValueKind.Array } values || values.EnumerateArray().Any(v => JsonElement.DeepEquals(v, value)))
            && (Member(schema, "const") is not { } one || JsonElement.DeepEquals(one, value))
            && (value.ValueKind != JsonValueKind.Object || MembersFit(value, schema))
            && (value.ValueKind != JsonValueKind.Array || Member(schema, "items") is not { } items || value.EnumerateArray().All(v => Fits(v, items)));
    }

    private static bool MembersFit(JsonElement value, JsonElement schema)
    {
        if (Member(schema, "required") is { ValueKind: JsonValueKind.Array } required
            && required.EnumerateArray().Any(name => name.ValueKind == JsonValueKind.String && Member(value, name.GetString()!) is null))
        {
            return false;
        }

        var known = Member(schema, "properties");
        var closed = Member(schema, "additionalProperties") is { ValueKind: JsonValueKind.False };
        return value.EnumerateObject().All(member =>
            known is { } properties && Member(properties, member.Name) is { } inner ? Fits(member.Value, inner) : !closed);
    }

    private static bool HasType(JsonElement value, JsonElement type) => type.ValueKind switch
    {
        JsonValueKind.Array => type.EnumerateArray().Any(each => HasType(value, each)),
        JsonValueKind.String => type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Floor(number) == number,
            _ => true,
        },
        _ => true,
    };

    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;
}
