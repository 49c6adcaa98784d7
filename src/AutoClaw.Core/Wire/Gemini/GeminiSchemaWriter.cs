using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes JSON schema as the API's own, and names the keywords that have no place there.</summary>
internal sealed class GeminiSchemaWriter(Utf8JsonWriter writer, ICollection<string> lost)
{
    /// <param name="schema">JSON schema.</param>
    /// <param name="isRoot">It stands in no other: what it says of itself as a document is no rule for the answer.</param>
    public void Write(JsonElement schema, bool isRoot)
    {
        writer.WriteStartObject();
        if (schema.ValueKind != JsonValueKind.Object || !HasType(schema))
        {
            // A schema that says nothing, or says it without a type, is refused by the API.
            lost.Add("type");
        }
        else if (Is(schema, "object") && !schema.TryGetProperty("properties", out _))
        {
            // The API refuses an object type without properties.
            lost.Add("properties");
        }

        foreach (var member in schema.ValueKind == JsonValueKind.Object ? schema.EnumerateObject() : default)
        {
            WriteMember(member.Name, member.Value, schema, isRoot);
        }

        if (IsNullable(schema))
        {
            writer.WriteBoolean("nullable", true);
        }

        writer.WriteEndObject();
    }

    private static bool HasType(JsonElement schema) => schema.TryGetProperty("type", out _) || schema.TryGetProperty("anyOf", out _);

    private static bool IsNullable(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object
        && ((schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Array && type.EnumerateArray().Any(IsNull))
            || (schema.TryGetProperty("anyOf", out var branches) && branches.ValueKind == JsonValueKind.Array && branches.EnumerateArray().Any(IsNullSchema))
            || (schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True));

    private static bool IsNull(JsonElement type) => type.ValueKind == JsonValueKind.String && type.ValueEquals("null");

    private static bool IsNullSchema(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type) && IsNull(type);

    private static bool Is(JsonElement schema, string type) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var found)
        && (found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : Enumerable.Repeat(found, 1))
            .Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(type));

    private void WriteMember(string name, JsonElement value, JsonElement schema, bool isRoot)
    {
        switch (name)
        {
            case "$schema" or "$id" or "$comment" when isRoot:
                break;
            case "nullable":
                break;
            case "type":
                WriteType(value);
                break;
            case "title" or "description" or "pattern" when value.ValueKind == JsonValueKind.String:
            case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties" or "minimum" or "maximum"
                when value.ValueKind == JsonValueKind.Number:
            case "default" when value.ValueKind != JsonValueKind.Null:
            case "required" or "propertyOrdering" when value.ValueKind == JsonValueKind.Array:
            case "format" when IsKnownFormat(value, schema):
                writer.WritePropertyName(name);
                WireJson.WriteRaw(writer, value);
                break;
            case "enum":
                WriteEnum(value, schema);
                break;
            case "items" when value.ValueKind == JsonValueKind.Object:
                writer.WritePropertyName(name);
                Write(value, isRoot: false);
                break;
            case "anyOf" when value.ValueKind == JsonValueKind.Array:
                WriteBranches(value);
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                WriteProperties(value);
                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.True:
                break;
            default:
                lost.Add(name);
                break;
        }
    }

    private void WriteType(JsonElement value)
    {
        var types = (value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1)).Where(type => !IsNull(type)).ToList();
        if (types is [{ ValueKind: JsonValueKind.String } only] && only.GetString() is "string" or "number" or "integer" or "boolean" or "array" or "object")
        {
            writer.WriteString("type", only.GetString()!.ToUpperInvariant());
        }
        else
        {
            lost.Add("type");
        }
    }

    // The API has texts alone here.
    private void WriteEnum(JsonElement value, JsonElement schema)
    {
        if (value.ValueKind != JsonValueKind.Array || !Is(schema, "string")
            || value.EnumerateArray().Any(item => item.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
        {
            lost.Add("enum");
            return;
        }

        writer.WriteString("format", "enum");
        writer.WriteStartArray("enum");
        foreach (var item in value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String))
        {
            WireJson.WriteRaw(writer, item);
        }

        writer.WriteEndArray();
    }

    private void WriteBranches(JsonElement value)
    {
        writer.WriteStartArray("anyOf");
        foreach (var branch in value.EnumerateArray().Where(branch => !IsNullSchema(branch)))
        {
            Write(branch, isRoot: false);
        }

        writer.WriteEndArray();
    }

    private void WriteProperties(JsonElement value)
    {
        writer.WriteStartObject("properties");
        var any = false;
        foreach (var property in value.EnumerateObject())
        {
            any = true;
            writer.WritePropertyName(property.Name);
            Write(property.Value, isRoot: false);
        }

        writer.WriteEndObject();
        if (!any)
        {
            lost.Add("properties");
        }
    }

    private static bool IsKnownFormat(JsonElement format, JsonElement schema) =>
        format.ValueKind == JsonValueKind.String && !schema.TryGetProperty("enum", out _) && format.GetString() switch
        {
            "date-time" => Is(schema, "string"),
            "float" or "double" => Is(schema, "number"),
            "int32" or "int64" => Is(schema, "integer"),
            _ => false,
        };
}
