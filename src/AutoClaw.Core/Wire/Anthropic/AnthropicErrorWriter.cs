using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Writes errors as Anthropic does; <c>param</c> and <c>code</c> are additions that its SDKs pass over.</summary>
public static class AnthropicErrorWriter
{
    /// <summary>The whole body of an answer with <paramref name="status"/>.</summary>
    public static void Write(IBufferWriter<byte> output, int status, EngineError error)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Options);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, IsKnown(error.Type) ? error.Type : TypeOf(status));
        writer.WriteString("message"u8, error.Message ?? "The engine reported an error without a message.");
        if (error.Param is not null)
        {
            writer.WriteString("param"u8, error.Param);
        }

        if (error.Code is not null)
        {
            writer.WriteString("code"u8, error.Code);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>An event of a stream that has begun; nothing follows it.</summary>
    /// <param name="output">Gets it.</param>
    /// <param name="status">What the answer would have had before the stream began.</param>
    /// <param name="error">What went wrong.</param>
    public static void WriteEvent(IBufferWriter<byte> output, int status, EngineError error)
    {
        output.Write("event: error\ndata: "u8);
        Write(output, status, error);
        output.Write("\n\n"u8);
    }

    private static bool IsKnown(string? type) => type is "invalid_request_error" or "authentication_error" or "billing_error"
        or "permission_error" or "not_found_error" or "request_too_large" or "rate_limit_error" or "timeout_error" or "api_error"
        or "overloaded_error";

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        408 or 504 => "timeout_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 or 529 => "overloaded_error",
        < 500 => "invalid_request_error",
        _ => "api_error",
    };
}
