using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <content>The messages and their parts.</content>
internal sealed partial class ChatRequestWriter
{
    private void WriteMessages(Utf8JsonWriter writer, IReadOnlyList<ChatMessage> messages)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.Tool)
            {
                WriteResults(writer, message);
            }
            else
            {
                WriteMessage(writer, message);
            }
        }

        writer.WriteEndArray();
    }

    // One message a result here. What a result shows beside its text may only stand in a user's message.
    private void WriteResults(Utf8JsonWriter writer, ChatMessage message)
    {
        var shown = new List<ChatPart>();
        foreach (var result in message.Parts.OfType<ChatPart.ToolResult>())
        {
            if (result.IsError)
            {
                // Its text says how it failed.
                losses.AddHint("is_error");
            }

            writer.WriteStartObject();
            writer.WriteString("role"u8, "tool"u8);
            writer.WriteString("tool_call_id"u8, result.CallId);
            ChatText.Join(result.Content).WriteTo(writer, "content"u8);
            writer.WriteEndObject();
            shown.AddRange(result.Content.Where(part => part is not ChatPart.Text));
        }

        if (shown.Count > 0)
        {
            WriteMessage(writer, new ChatMessage(ChatRole.User, shown));
        }
    }

    private void WriteMessage(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role switch
        {
            ChatRole.Assistant => "assistant"u8,
            ChatRole.System => "system"u8,
            ChatRole.Developer => "developer"u8,
            _ => "user"u8,
        });
        WriteText(writer, "name", message.Name);
        WriteContent(writer, message);
        if (message.Role == ChatRole.Assistant)
        {
            WriteThoughts(writer, message);
            WriteCalls(writer, message);
        }

        writer.WriteEndObject();
    }

    private void WriteContent(Utf8JsonWriter writer, ChatMessage message)
    {
        var said = message.Parts.Where(part => part is not (ChatPart.Reasoning or ChatPart.ToolCall)).ToList();
        switch (said)
        {
            case []:
                // An assistant that only called functions said nothing; anybody else said the empty text.
                if (message.Role == ChatRole.Assistant)
                {
                    writer.WriteNull("content"u8);
                }
                else
                {
                    writer.WriteString("content"u8, ""u8);
                }

                break;
            case [ChatPart.Text only]:
                // Engines that know no parts know this form.
                only.Value.WriteTo(writer, "content"u8);
                break;
            default:
                writer.WriteStartArray("content"u8);
                foreach (var part in said)
                {
                    WritePart(writer, part);
                }

                writer.WriteEndArray();
                break;
        }
    }

    private void WritePart(Utf8JsonWriter writer, ChatPart part)
    {
        switch (part)
        {
            case ChatPart.Text text:
                Start(writer, "text"u8);
                text.Value.WriteTo(writer, "text"u8);
                break;
            case ChatPart.Refusal refusal:
                Start(writer, "refusal"u8);
                writer.WriteString("refusal"u8, refusal.Value);
                break;
            case ChatPart.Image image when DataUrl.Write(image.Source) is { } url:
                Start(writer, "image_url"u8);
                writer.WriteStartObject("image_url"u8);
                writer.WriteString("url"u8, url);
                WriteText(writer, "detail", image.Detail);
                writer.WriteEndObject();
                break;
            case ChatPart.Audio { Source: { Base64: { } data } source }:
                Start(writer, "input_audio"u8);
                writer.WriteStartObject("input_audio"u8);
                writer.WriteString("data"u8, data);
                writer.WriteString("format"u8, source.MediaType?.Split('/')[^1] ?? "wav");
                writer.WriteEndObject();
                break;
            case ChatPart.File { Source.Base64: not null } file:
                Start(writer, "file"u8);
                writer.WriteStartObject("file"u8);
                writer.WriteString("filename"u8, file.Name ?? "document");
                writer.WriteString("file_data"u8, DataUrl.Write(file.Source));
                writer.WriteEndObject();
                break;
            case ChatPart.Foreign foreign:
                losses.Add(foreign.Type);
                return;
            default:
                losses.Add($"messages[].content[] ({part.GetType().Name.ToLowerInvariant()} by address or file id)");
                return;
        }

        writer.WriteEndObject();
    }

    // llama-server, vLLM and DeepSeek take a model's own thoughts back under this name; OpenAI ignores it.
    private void WriteThoughts(Utf8JsonWriter writer, ChatMessage message)
    {
        var thoughts = message.Parts.OfType<ChatPart.Reasoning>().ToList();
        var text = string.Concat(thoughts.Select(thought => thought.Value));
        if (text.Length > 0)
        {
            writer.WriteString("reasoning_content"u8, text);
        }

        if (thoughts.Exists(thought => thought.State is not null))
        {
            losses.AddHint("signatures of thoughts");
        }
    }

    private static void WriteCalls(Utf8JsonWriter writer, ChatMessage message)
    {
        var calls = message.Parts.OfType<ChatPart.ToolCall>().ToList();
        if (calls.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, call.Id);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);
            writer.WriteString("arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Start(Utf8JsonWriter writer, ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
    }
}
