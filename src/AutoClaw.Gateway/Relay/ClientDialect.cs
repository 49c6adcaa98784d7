using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>A wire as clients see it: how a request is read and how an error is told.</summary>
internal sealed class ClientDialect
{
    public static readonly ClientDialect OpenAiChat = new()
    {
        Wire = new OpenAiChatWire(),
        MessagesField = "messages",
        Scan = static (HttpRequest _, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
            ChatRequestScanner.TryScan(body, out envelope, out problem),
        WriteError = OpenAiErrorWriter.Write,
        WriteErrorEvent = OpenAiErrorWriter.WriteEvent,
    };

    public static readonly ClientDialect Responses = new()
    {
        Wire = new ResponsesWire(),
        MessagesField = "input",
        Scan = static (HttpRequest _, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
            ResponsesRequestScanner.TryScan(body, out envelope, out problem),
        WriteError = ResponsesErrorWriter.Write,
        WriteErrorEvent = static (output, status, error) => ResponsesErrorWriter.WriteEvent(output, status, error),
    };

    public static readonly ClientDialect Anthropic = new()
    {
        Wire = new AnthropicWire(),
        MessagesField = "messages",
        Scan = static (HttpRequest _, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
            AnthropicRequestScanner.TryScan(body, out envelope, out problem),
        WriteError = AnthropicErrorWriter.Write,
        WriteErrorEvent = AnthropicErrorWriter.WriteEvent,
    };

    public static readonly ClientDialect Gemini = new()
    {
        Wire = new GeminiWire(),
        MessagesField = "contents",
        Scan = static (HttpRequest request, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem) =>
            GeminiPath.TargetOf(request) is { } target
                ? GeminiRequestScanner.TryScan(body, target.Model, target.Method == GeminiMethod.Stream, out envelope, out problem)
                : throw new InvalidOperationException("Only paths with a target get here."),
        WriteError = GeminiErrorWriter.Write,
        WriteErrorEvent = GeminiErrorWriter.WriteEvent,
    };

    public delegate bool ScanRequest(HttpRequest request, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem);

    public required IWire Wire { get; init; }

    /// <summary>Where a request has its messages.</summary>
    public required string MessagesField { get; init; }

    /// <summary>False: what is wrong with the body.</summary>
    public required ScanRequest Scan { get; init; }

    /// <summary>Writes the body of an error answer with that status.</summary>
    public required Action<IBufferWriter<byte>, int, EngineError> WriteError { get; init; }

    /// <summary>Writes an error as an event of a stream that has begun with status 200.</summary>
    public required Action<IBufferWriter<byte>, int, EngineError> WriteErrorEvent { get; init; }

    public static ClientDialect Of(WireName wire) => wire switch
    {
        WireName.OpenAiChat => OpenAiChat,
        WireName.OpenAiResponses => Responses,
        WireName.Anthropic => Anthropic,
        WireName.Gemini => Gemini,
        _ => throw new ArgumentOutOfRangeException(nameof(wire), wire, null),
    };

    /// <summary>
    /// The dialect of whoever asks there. <c>/v1/models</c> is at the same place for three: only Anthropic's clients name a
    /// version, and only Google's name themselves in a header of their own.
    /// </summary>
    public static ClientDialect Of(HttpRequest request)
    {
        var path = request.Path;
        return path.StartsWithSegments("/v1/chat", StringComparison.Ordinal) ? OpenAiChat
            : path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) ? Anthropic
            : path.StartsWithSegments("/v1/responses", StringComparison.Ordinal) ? Responses
            : path.StartsWithSegments("/v1beta", StringComparison.Ordinal) ? Gemini
            : request.Headers.ContainsKey("anthropic-version") ? Anthropic
            : IsGoogles(request) ? Gemini
            : OpenAiChat;
    }

    private static bool IsGoogles(HttpRequest request) => request.Path.StartsWithSegments("/v1/models", StringComparison.Ordinal)
        && (request.Headers.ContainsKey("x-goog-api-client") || (HttpMethods.IsPost(request.Method) && GeminiPath.TargetOf(request) is not null));
}
