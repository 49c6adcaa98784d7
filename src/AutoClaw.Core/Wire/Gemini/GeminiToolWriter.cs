using System.Runtime.InteropServices;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes <c>tools</c> and <c>toolConfig</c>.</summary>
internal static class GeminiToolWriter
{
    // What the API's fields for JSON schema are documented to heed.
    private static readonly HashSet<string> Heeded =
    [
        "$id", "$defs", "$ref", "$anchor", "type", "format", "title", "description", "enum", "items", "prefixItems", "minItems", "maxItems",
        "minimum", "maximum", "anyOf", "oneOf", "properties", "additionalProperties", "required", "propertyOrdering",
    ];

    public static void Write(Utf8JsonWriter writer, ChatRequest request, Losses losses)
    {
        var functions = request.Tools.Where(tool => tool.Vendor is null).ToList();
        WriteTools(writer, functions, request.Tools.Where(tool => tool.Vendor is not null), losses);
        if (functions.Count > 0 && request.ToolChoice is { } choice)
        {
            WriteChoice(writer, choice);
        }

        // The model decides how many calls it makes at once.
        if (request.ParallelToolCalls == false)
        {
            losses.Add("parallel_tool_calls");
        }
    }

    /// <summary>
    /// Writes a schema as the API's own where that carries all of it, which every model takes, and else as the JSON schema that it is.
    /// </summary>
    /// <param name="writer">Stands in an object.</param>
    /// <param name="schema">JSON schema.</param>
    /// <param name="own">The field for the API's own.</param>
    /// <param name="json">The field for JSON schema.</param>
    /// <param name="path">Before the names of keywords that no model heeds.</param>
    /// <param name="losses">Gets those.</param>
    public static void WriteSchema(
        Utf8JsonWriter writer, JsonElement schema, ReadOnlySpan<byte> own, ReadOnlySpan<byte> json, string path, Losses losses)
    {
        var lost = new List<string>();
        var converted = GeminiSchema.FromJsonSchema(schema, lost);
        writer.WritePropertyName(lost.Count == 0 ? own : json);
        writer.WriteRawValue(lost.Count == 0 ? converted.Span : JsonMarshal.GetRawUtf8Value(schema), skipInputValidation: true);
        foreach (var name in lost.Where(name => !Heeded.Contains(name)))
        {
            losses.AddHint($"{path}.{name}");
        }
    }

    private static void WriteTools(Utf8JsonWriter writer, List<ChatTool> functions, IEnumerable<ChatTool> vendors, Losses losses)
    {
        var own = new List<ChatTool>();
        foreach (var vendor in vendors)
        {
            // Another wire's tool is not named for a member of this wire's tools.
            if (vendor.Vendor!.Name.EndsWith($"].{vendor.Name}", StringComparison.Ordinal))
            {
                own.Add(vendor);
            }
            else
            {
                losses.Add(vendor.Vendor.Name);
            }
        }

        if (functions.Count + own.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        WriteFunctions(writer, functions, losses);
        foreach (var tool in own)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(tool.Name);
            WireJson.WriteRaw(writer, tool.Vendor!.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteFunctions(Utf8JsonWriter writer, List<ChatTool> functions, Losses losses)
    {
        if (functions.Count == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("functionDeclarations"u8);
        foreach (var function in functions)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, function.Name);
            if (function.Description is not null)
            {
                writer.WriteString("description"u8, function.Description);
            }

            // An object without properties is how others say that there are no parameters; the API refuses it.
            if (function.Parameters is { } parameters && !IsEmpty(parameters))
            {
                WriteSchema(writer, parameters, "parameters"u8, "parametersJsonSchema"u8, $"tools.{function.Name}.parameters", losses);
            }

            if (function.Strict == true)
            {
                losses.AddHint($"tools.{function.Name}.strict");
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static bool IsEmpty(JsonElement parameters) =>
        parameters.ValueKind != JsonValueKind.Object
        || ((!parameters.TryGetProperty("properties", out var properties) || !(properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().Any()))
            && !parameters.EnumerateObject().Any(member => member.Name is "anyOf" or "oneOf" or "allOf" or "$ref" or "patternProperties"
                || (member.Name == "additionalProperties" && member.Value.ValueKind == JsonValueKind.Object)));

    private static void WriteChoice(Utf8JsonWriter writer, ToolChoice choice)
    {
        writer.WriteStartObject("toolConfig"u8);
        writer.WriteStartObject("functionCallingConfig"u8);
        writer.WriteString("mode"u8, choice.Mode switch
        {
            ToolChoiceMode.None => "NONE"u8,
            ToolChoiceMode.Required => "ANY"u8,
            _ => "AUTO"u8,
        });
        if (choice is { Mode: ToolChoiceMode.Required, Name: { } name })
        {
            writer.WriteStartArray("allowedFunctionNames"u8);
            writer.WriteStringValue(name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
