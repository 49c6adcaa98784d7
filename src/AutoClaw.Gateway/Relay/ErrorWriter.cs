using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>Writes errors as OpenAI does: one object, every field present.</summary>
internal static class ErrorWriter
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The whole answer to a request that can't be served.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string? param, string message)
    {
        var body = new ArrayBufferWriter<byte>(256);
        Write(body, status, code, param, message);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        return response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>An error as an event of a stream that has begun. No end marker follows it.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, int status, string code, string message)
    {
        output.Write("data: "u8);
        Write(output, status, code, null, message);
        output.Write("\n\n"u8);
    }

    private static void Write(IBufferWriter<byte> output, int status, string code, string? param, string message)
    {
        using var writer = new Utf8JsonWriter(output, Readable);
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteString("type"u8, TypeOf(status));
        if (param is null)
        {
            writer.WriteNull("param"u8);
        }
        else
        {
            writer.WriteString("param"u8, param);
        }

        writer.WriteString("code"u8, code);
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
