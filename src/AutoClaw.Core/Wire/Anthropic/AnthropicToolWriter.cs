using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class AnthropicToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, Losses losses)
    {
        var tools = new List<ChatTool>();
        foreach (var tool in request.Tools)
        {
            if (tool.Vendor is null)
            {
                tools.Add(tool);
            }
            else
            {
                losses.Add([tool.Vendor]);
            }
        }

        // The vendor refuses a choice among no tools.
        if (tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            WriteTool(writer, tool);
        }

        writer.WriteEndArray();
        WriteChoice(writer, request);
    }

    private static void WriteTool(Utf8JsonWriter writer, ChatTool tool)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is not null)
        {
            writer.WriteString("description"u8, tool.Description);
        }

        writer.WritePropertyName("input_schema"u8);
        WriteSchema(writer, tool.Parameters);
        if (tool.Strict == true)
        {
            writer.WriteBoolean("strict"u8, true);
        }

        writer.WriteEndObject();
    }

    // The vendor wants every schema to say that it is an object's, also that of a function without parameters.
    private static void WriteSchema(Utf8JsonWriter writer, JsonElement? schema)
    {
        if (schema is { ValueKind: JsonValueKind.Object } given && given.TryGetProperty("type"u8, out _))
        {
            WireJson.WriteRaw(writer, given);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "object"u8);
        if (schema is { ValueKind: JsonValueKind.Object } untyped)
        {
            foreach (var field in untyped.EnumerateObject())
            {
                writer.WritePropertyName(field.Name);
                WireJson.WriteRaw(writer, field.Value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.ToolChoice is null && request.ParallelToolCalls is not false)
        {
            return;
        }

        var choice = request.ToolChoice ?? new ToolChoice(ToolChoiceMode.Auto);
        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, choice switch
        {
            { Mode: ToolChoiceMode.None } => "none",
            { Mode: ToolChoiceMode.Required, Name: not null } => "tool",
            { Mode: ToolChoiceMode.Required } => "any",
            _ => "auto",
        });
        if (choice is { Mode: ToolChoiceMode.Required, Name: { } name })
        {
            writer.WriteString("name"u8, name);
        }

        if (request.ParallelToolCalls is { } parallel && choice.Mode != ToolChoiceMode.None)
        {
            writer.WriteBoolean("disable_parallel_tool_use"u8, !parallel);
        }

        writer.WriteEndObject();
    }
}
