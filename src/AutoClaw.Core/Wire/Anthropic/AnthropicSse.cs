using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>This wire's server-sent events, each with the fields that the official SDKs expect and in their order.</summary>
internal static class AnthropicSse
{
    public static void MessageStart(IBufferWriter<byte> output, AnswerHead head, Usage? usage)
    {
        using var writer = Begin(output, "message_start"u8);
        writer.WriteStartObject("message"u8);
        writer.WriteString("id"u8, "msg_" + head.Id);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("model"u8, head.Model);
        writer.WriteStartArray("content"u8);
        writer.WriteEndArray();
        writer.WriteNull("stop_reason"u8);
        writer.WriteNull("stop_sequence"u8);
        AnthropicUsage.Write(writer, usage);
        writer.WriteEndObject();
        Finish(writer, output);
    }

    public static void Ping(IBufferWriter<byte> output)
    {
        using var writer = Begin(output, "ping"u8);
        Finish(writer, output);
    }

    public static void BlockStart(IBufferWriter<byte> output, int index, AnthropicBlock block)
    {
        using var writer = Begin(output, "content_block_start"u8);
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("content_block"u8);
        switch (block.Kind)
        {
            case AnthropicBlockKind.Text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, ""u8);
                break;
            case AnthropicBlockKind.Thinking:
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, ""u8);
                writer.WriteString("signature"u8, ""u8);
                break;
            case AnthropicBlockKind.RedactedThinking:
                writer.WriteString("type"u8, "redacted_thinking"u8);
                writer.WriteString("data"u8, block.State);
                break;
            case AnthropicBlockKind.ToolUse:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, AnthropicBlocks.IdOf(block.Call!.Id));
                writer.WriteString("name"u8, block.Call.Name);
                writer.WriteStartObject("input"u8);
                writer.WriteEndObject();
                AnthropicBlocks.WriteCaller(writer);
                break;
        }

        writer.WriteEndObject();
        Finish(writer, output);
    }

    public static void BlockDelta(IBufferWriter<byte> output, int index, AnthropicBlockKind kind, string piece)
    {
        switch (kind)
        {
            case AnthropicBlockKind.ToolUse:
                Delta(output, index, "input_json_delta"u8, "partial_json"u8, piece);
                break;
            case AnthropicBlockKind.Thinking:
                Delta(output, index, "thinking_delta"u8, "thinking"u8, piece);
                break;
            default:
                Delta(output, index, "text_delta"u8, "text"u8, piece);
                break;
        }
    }

    public static void Signature(IBufferWriter<byte> output, int index, string signature) =>
        Delta(output, index, "signature_delta"u8, "signature"u8, signature);

    public static void Citation(IBufferWriter<byte> output, int index, UrlCitation citation)
    {
        using var writer = Begin(output, "content_block_delta"u8);
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("delta"u8);
        writer.WriteString("type"u8, "citations_delta"u8);
        writer.WritePropertyName("citation"u8);
        AnthropicCitations.Write(writer, citation);
        writer.WriteEndObject();
        Finish(writer, output);
    }

    public static void BlockStop(IBufferWriter<byte> output, int index)
    {
        using var writer = Begin(output, "content_block_stop"u8);
        writer.WriteNumber("index"u8, index);
        Finish(writer, output);
    }

    public static void MessageDelta(IBufferWriter<byte> output, string reason, string? stopSequence, Usage? usage)
    {
        using var writer = Begin(output, "message_delta"u8);
        writer.WriteStartObject("delta"u8);
        writer.WriteString("stop_reason"u8, reason);
        writer.WriteString("stop_sequence"u8, stopSequence);
        writer.WriteEndObject();
        AnthropicUsage.Write(writer, usage);
        Finish(writer, output);
    }

    public static void MessageStop(IBufferWriter<byte> output)
    {
        using var writer = Begin(output, "message_stop"u8);
        Finish(writer, output);
    }

    private static void Delta(IBufferWriter<byte> output, int index, ReadOnlySpan<byte> type, ReadOnlySpan<byte> field, string piece)
    {
        using var writer = Begin(output, "content_block_delta"u8);
        writer.WriteNumber("index"u8, index);
        writer.WriteStartObject("delta"u8);
        writer.WriteString("type"u8, type);
        writer.WriteString(field, piece);
        writer.WriteEndObject();
        Finish(writer, output);
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        return writer;
    }

    private static void Finish(Utf8JsonWriter writer, IBufferWriter<byte> output)
    {
        writer.WriteEndObject();
        writer.Flush();
        output.Write("\n\n"u8);
    }
}
