using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Writes the tools, and which of them the model may or must use.</summary>
internal static class RequestToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, Losses losses)
    {
        if (request.Tools.Count > 0)
        {
            writer.WriteStartArray("tools"u8);
            foreach (var tool in request.Tools)
            {
                WriteTool(writer, tool, losses);
            }

            writer.WriteEndArray();
        }

        if (request.ParallelToolCalls is { } parallel)
        {
            writer.WriteBoolean("parallel_tool_calls"u8, parallel);
        }

        if (request.ToolChoice is { Name: { } name })
        {
            writer.WriteStartObject("tool_choice"u8);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteString("name"u8, name);
            writer.WriteEndObject();
        }
        else if (request.ToolChoice is { } choice)
        {
            writer.WriteString("tool_choice"u8, choice.Mode switch
            {
                ToolChoiceMode.None => "none"u8,
                ToolChoiceMode.Required => "required"u8,
                _ => "auto"u8,
            });
        }
    }

    private static void WriteTool(Utf8JsonWriter writer, ChatTool tool, Losses losses)
    {
        if (tool.Vendor is { } vendor)
        {
            losses.Add([vendor]);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            writer.WriteString("description"u8, description);
        }

        writer.WritePropertyName("parameters"u8);
        if (tool.Parameters is { } parameters)
        {
            WireJson.WriteRaw(writer, parameters);
        }
        else
        {
            writer.WriteNullValue();
        }

        // Left out it would mean true here, and on the other wires it means false.
        writer.WritePropertyName("strict"u8);
        if (tool.Strict is { } strict)
        {
            writer.WriteBooleanValue(strict);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }
}
