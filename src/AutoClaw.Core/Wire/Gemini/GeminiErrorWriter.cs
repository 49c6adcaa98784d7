using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes errors as Google's APIs do: <c>{"error":{"code","message","status","details"}}</c>.</summary>
public static class GeminiErrorWriter
{
    /// <summary>Writes an error answer's body.</summary>
    /// <param name="output">Gets it.</param>
    /// <param name="status">HTTP's number, which the body repeats.</param>
    /// <param name="error">Its code and field go to the details.</param>
    public static void Write(IBufferWriter<byte> output, int status, EngineError error)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, status);
        writer.WriteString("message"u8, error.Message ?? "The request failed.");
        writer.WriteString("status"u8, GeminiStatus.Of(status));
        if (error.Code is not null || error.Param is not null)
        {
            writer.WriteStartArray("details"u8);
            WriteReason(writer, error.Code);
            WriteField(writer, error);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes an error into a stream of server-sent events. It goes without <c>data:</c>, as Google's own does: the official clients take
    /// a line with it for a piece of the answer, and would not notice.
    /// </summary>
    public static void WriteEvent(IBufferWriter<byte> output, int status, EngineError error)
    {
        Write(output, status, error);
        output.Write("\r\n\r\n"u8);
    }

    private static void WriteReason(Utf8JsonWriter writer, string? code)
    {
        if (code is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("@type"u8, "type.googleapis.com/google.rpc.ErrorInfo"u8);
            writer.WriteString("reason"u8, code.ToUpperInvariant());
            writer.WriteEndObject();
        }
    }

    private static void WriteField(Utf8JsonWriter writer, EngineError error)
    {
        if (error.Param is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("@type"u8, "type.googleapis.com/google.rpc.BadRequest"u8);
            writer.WriteStartArray("fieldViolations"u8);
            writer.WriteStartObject();
            writer.WriteString("field"u8, error.Param);
            writer.WriteString("description"u8, error.Message ?? "");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
