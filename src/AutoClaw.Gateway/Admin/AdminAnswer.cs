using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.OpenAiChat;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Admin;

/// <summary>Writes what administrators are answered: one JSON object, or OpenAI's error object.</summary>
internal static class AdminAnswer
{
    /// <summary>The names that <c>--json</c> of the command line has.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Task WriteAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK) =>
        SendAsync(context, status, JsonSerializer.SerializeToUtf8Bytes(value, Json));

    /// <param name="context">The exchange.</param>
    /// <param name="json">An object, written elsewhere.</param>
    public static Task WriteTextAsync(HttpContext context, string json) => SendAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(json));

    public static Task RefuseAsync(HttpContext context, int status, string code, string? param, string message)
    {
        var body = new ArrayBufferWriter<byte>(256);
        OpenAiErrorWriter.Write(body, status, new EngineError(message, Type: null, param, code));
        return SendAsync(context, status, body.WrittenMemory);
    }

    private static async Task SendAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
