using System.Buffers;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>Writes errors in the dialect of whoever asked.</summary>
internal static class ErrorWriter
{
    /// <summary>The whole answer to a request that can't be served.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string? param, string message) =>
        WriteAsync(context, status, new EngineError(message, Type: null, param, code));

    /// <summary>The whole answer to a request that no engine served. What an engine said of the request itself goes before our words.</summary>
    public static Task WriteAsync(HttpContext context, EngineFailure failure) => WriteAsync(
        context,
        failure.ClientStatus,
        new EngineError(failure.Message, failure.Told?.Type, failure.Told?.Param, failure.Told?.Code ?? failure.Code, failure.Told?.Inner));

    /// <summary>An error as an event of a stream that has begun. No end marker follows it.</summary>
    public static void WriteEvent(HttpContext context, int status, string code, string message) =>
        ClientDialect.Of(context.Request).WriteErrorEvent(context.Response.BodyWriter, status, new EngineError(message, Code: code));

    private static async Task WriteAsync(HttpContext context, int status, EngineError error)
    {
        var body = new ArrayBufferWriter<byte>(256);
        ClientDialect.Of(context.Request).WriteError(body, status, error);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
