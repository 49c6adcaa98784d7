using System.Buffers;
using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Writes errors as OpenAI does: one object, every field present.</summary>
public static class OpenAiErrorWriter
{
    /// <summary>The body of an error answer.</summary>
    public static void Write(IBufferWriter<byte> output, int status, EngineError error)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type ?? TypeOf(status));
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        if (error.Inner is { } inner)
        {
            writer.WritePropertyName("innererror"u8);
            inner.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>An error as an event of a stream that has begun. No end marker follows it.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, int status, EngineError error)
    {
        output.Write("data: "u8);
        Write(output, status, error);
        output.Write("\n\n"u8);
    }

    // OpenAI's own words, which SDKs switch on.
    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        < 500 => "invalid_request_error",
        _ => "server_error",
    };
}
