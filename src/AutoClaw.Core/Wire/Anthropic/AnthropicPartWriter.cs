using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Writes the parts of a message as content blocks.</summary>
internal sealed class AnthropicPartWriter(Utf8JsonWriter writer, Losses losses)
{
    /// <summary>What a part is called where it is lost.</summary>
    public static string NameOf(ChatPart part) => part switch
    {
        ChatPart.Image { Source.FileId: not null } or ChatPart.File { Source.FileId: not null } => "file_id",
        ChatPart.Image => "image",
        ChatPart.Audio => "audio",
        ChatPart.File => "file",
        ChatPart.Reasoning => "reasoning",
        ChatPart.Foreign foreign => foreign.Type,
        ChatPart.ToolCall => "tool_calls",
        ChatPart.ToolResult => "tool_result",
        _ => "content",
    };

    /// <summary>False for a part that becomes no block; what is lost with it is told.</summary>
    public bool CanWrite(ChatPart part)
    {
        switch (part)
        {
            // The vendor refuses a text without a character, and nothing is lost with it.
            case ChatPart.Text { Value.IsEmpty: true } or ChatPart.Refusal { Value.Length: 0 }:
                return false;

            // Only its own thoughts are known to it, by their signature.
            case ChatPart.Reasoning thought when thought.State is not { Wire: WireName.Anthropic }:
                losses.AddHint(NameOf(part));
                return false;
            case ChatPart.Image { Source.FileId: not null } or ChatPart.Audio:
            case ChatPart.File file when !CanWrite(file.Source):
            case ChatPart.Foreign { Wire: not WireName.Anthropic }:
                losses.Add(NameOf(part));
                return false;
            default:
                return true;
        }
    }

    public void Write(ChatPart part)
    {
        switch (part)
        {
            case ChatPart.Text text:
                AnthropicBlocks.WriteText(writer, text.Value);
                break;
            case ChatPart.Refusal refusal:
                AnthropicBlocks.WriteText(writer, refusal.Value);
                break;
            case ChatPart.Image image:
                WriteImage(image);
                break;
            case ChatPart.File file:
                WriteDocument(file);
                break;
            case ChatPart.ToolCall call:
                if (call.State is not null)
                {
                    losses.AddHint(call.State.Kind);
                }

                AnthropicBlocks.WriteCall(writer, call, isAnswer: false);
                break;
            case ChatPart.ToolResult result:
                WriteResult(result);
                break;
            case ChatPart.Reasoning { State: { Kind: "data" } state }:
                AnthropicBlocks.WriteRedacted(writer, state.Value);
                break;
            case ChatPart.Reasoning thought:
                AnthropicBlocks.WriteThinking(writer, thought.Value, thought.State!.Value);
                break;
            case ChatPart.Foreign foreign:
                WireJson.WriteRaw(writer, foreign.Raw);
                break;
        }
    }

    private void WriteImage(ChatPart.Image image)
    {
        if (image.Detail is not (null or "auto"))
        {
            losses.AddHint("detail");
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "image"u8);
        WriteSource(image.Source);
        writer.WriteEndObject();
    }

    private void WriteDocument(ChatPart.File file)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "document"u8);
        if (file.Source is { MediaType: "text/plain", Base64: { } base64 })
        {
            writer.WriteStartObject("source"u8);
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("media_type"u8, "text/plain"u8);
            writer.WriteString("data"u8, Encoding.UTF8.GetString(Convert.FromBase64String(base64)));
            writer.WriteEndObject();
        }
        else
        {
            WriteSource(file.Source with { MediaType = file.Source.MediaType ?? "application/pdf" });
        }

        if (file.Name is not null)
        {
            writer.WriteString("title"u8, file.Name);
        }

        writer.WriteEndObject();
    }

    private void WriteSource(MediaSource source)
    {
        writer.WriteStartObject("source"u8);
        if (source.Base64 is not null)
        {
            writer.WriteString("type"u8, "base64"u8);
            if (source.MediaType is not null)
            {
                writer.WriteString("media_type"u8, source.MediaType);
            }

            writer.WriteString("data"u8, source.Base64);
        }
        else
        {
            writer.WriteString("type"u8, "url"u8);
            writer.WriteString("url"u8, source.Url);
        }

        writer.WriteEndObject();
    }

    private void WriteResult(ChatPart.ToolResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteString("tool_use_id"u8, AnthropicBlocks.IdOf(result.CallId));
        var content = result.Content.Where(CanWrite).ToList();
        if (content.Count > 0)
        {
            writer.WriteStartArray("content"u8);
            content.ForEach(Write);
            writer.WriteEndArray();
        }

        if (result.IsError)
        {
            writer.WriteBoolean("is_error"u8, true);
        }

        writer.WriteEndObject();
    }

    // The vendor takes PDFs and plain text.
    private static bool CanWrite(MediaSource source) => source switch
    {
        { Url: not null } => true,
        { Base64: { } base64, MediaType: "text/plain" } => Base64.IsValid(base64),
        { Base64: not null, MediaType: "application/pdf" } => true,
        { Base64: { } base64, MediaType: null } => base64.StartsWith("JVBERi", StringComparison.Ordinal),
        _ => false,
    };
}
