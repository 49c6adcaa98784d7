using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>
/// The API's own schemas, a subset of OpenAPI 3.0 with upper-case types and <c>nullable</c>, made from JSON schema and made into it.
/// </summary>
internal static class GeminiSchema
{
    private const int MaxDepth = 64;

    /// <summary>Makes JSON schema of the API's own. Keywords that it does not know stay as they are; what gets lost is named in <paramref name="lost"/>.</summary>
    public static JsonElement ToJsonSchema(JsonElement schema, ICollection<string> lost) =>
        JsonElement.Parse(Build(writer => WriteJsonSchema(writer, schema, lost)).Span, new JsonDocumentOptions { MaxDepth = 4 * MaxDepth });

    /// <summary>
    /// Makes the API's own of JSON schema. <paramref name="lost"/> gets the keywords that it has no place for: if there is one, the API's
    /// fields for JSON schema carry more.
    /// </summary>
    public static ReadOnlyMemory<byte> FromJsonSchema(JsonElement schema, ICollection<string> lost) =>
        Build(writer => new GeminiSchemaWriter(writer, lost).Write(schema, isRoot: true));

    private static ReadOnlyMemory<byte> Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    private static void WriteJsonSchema(Utf8JsonWriter writer, JsonElement schema, ICollection<string> lost)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            WireJson.WriteRaw(writer, schema);
            return;
        }

        var nullable = GeminiNames.Find(schema, "nullable") is { ValueKind: JsonValueKind.True };
        writer.WriteStartObject();
        foreach (var (name, value) in GeminiNames.Members(schema))
        {
            WriteJsonSchemaMember(writer, name, value, nullable, lost);
        }

        writer.WriteEndObject();
    }

    private static void WriteJsonSchemaMember(Utf8JsonWriter writer, string name, JsonElement value, bool nullable, ICollection<string> lost)
    {
        switch (name)
        {
            case "nullable":
                break;
            case "type" when value.ValueKind == JsonValueKind.String:
                WriteType(writer, value.GetString()!, nullable);
                break;
            case "format" when value.ValueEquals("enum"):
                break;
            case "propertyOrdering":
                lost.Add(name);
                break;
            case "example":
                writer.WriteStartArray("examples");
                WireJson.WriteRaw(writer, value);
                writer.WriteEndArray();
                break;
            case "enum" when nullable && value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray(name);
                foreach (var item in value.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Null))
                {
                    WireJson.WriteRaw(writer, item);
                }

                writer.WriteNullValue();
                writer.WriteEndArray();
                break;
            case "minItems" or "maxItems" or "minLength" or "maxLength" or "minProperties" or "maxProperties"
                when value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var count):
                writer.WriteNumber(name, count);
                break;
            case "items":
                writer.WritePropertyName(name);
                WriteJsonSchema(writer, value, lost);
                break;
            case "anyOf" when value.ValueKind == JsonValueKind.Array:
                writer.WriteStartArray(name);
                foreach (var branch in value.EnumerateArray())
                {
                    WriteJsonSchema(writer, branch, lost);
                }

                if (nullable)
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", "null");
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            case "properties" when value.ValueKind == JsonValueKind.Object:
                writer.WriteStartObject(name);
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    WriteJsonSchema(writer, property.Value, lost);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WritePropertyName(name);
                WireJson.WriteRaw(writer, value);
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter writer, string type, bool nullable)
    {
        // The API's own way to say that nothing is said.
        if (type == "TYPE_UNSPECIFIED")
        {
            return;
        }

        if (!nullable)
        {
            writer.WriteString("type", type.ToLowerInvariant());
            return;
        }

        writer.WriteStartArray("type");
        writer.WriteStringValue(type.ToLowerInvariant());
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }
}
