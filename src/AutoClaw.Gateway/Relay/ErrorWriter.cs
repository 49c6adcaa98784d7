using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>Writes errors as OpenAI does: one object, every field present.</summary>
internal static class ErrorWriter
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole answer to a request that can't be served.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string? param, string message) =>
        WriteAsync(context, status, new EngineError(message, TypeOf(status), param, code));

    /// <summary>The whole answer to a request that no engine served. What an engine said of the request itself goes before our words.</summary>
    public static Task WriteAsync(HttpContext context, EngineFailure failure) => WriteAsync(
        context,
        failure.ClientStatus,
        new EngineError(failure.Message, failure.Told?.Type ?? TypeOf(failure.ClientStatus), failure.Told?.Param, failure.Told?.Code ?? failure.Code));

    /// <summary>An error as an event of a stream that has begun. No end marker follows it.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, int status, string code, string message)
    {
        output.Write("data: "u8);
        Write(output, new EngineError(message, TypeOf(status), null, code));
        output.Write("\n\n"u8);
    }

    private static async Task WriteAsync(HttpContext context, int status, EngineError error)
    {
        var body = new ArrayBufferWriter<byte>(256);
        Write(body, error);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Write(IBufferWriter<byte> output, EngineError error)
    {
        using var writer = new Utf8JsonWriter(output, Readable);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
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
