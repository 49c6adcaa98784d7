using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>A wire as clients see it: how a request is read and how an error is told.</summary>
internal sealed class ClientDialect
{
    public static readonly ClientDialect OpenAiChat = new()
    {
        Wire = new OpenAiChatWire(),
        Scan = ChatRequestScanner.TryScan,
        WriteError = OpenAiErrorWriter.Write,
        WriteErrorEvent = OpenAiErrorWriter.WriteEvent,
    };

    public static readonly ClientDialect Anthropic = new()
    {
        Wire = new AnthropicWire(),
        Scan = AnthropicRequestScanner.TryScan,
        WriteError = AnthropicErrorWriter.Write,
        WriteErrorEvent = AnthropicErrorWriter.WriteEvent,
    };

    public delegate bool ScanRequest(ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem);

    public required IWire Wire { get; init; }

    /// <summary>False: what is wrong with the body.</summary>
    public required ScanRequest Scan { get; init; }

    /// <summary>Writes the body of an error answer with that status.</summary>
    public required Action<IBufferWriter<byte>, int, EngineError> WriteError { get; init; }

    /// <summary>Writes an error as an event of a stream that has begun with status 200.</summary>
    public required Action<IBufferWriter<byte>, int, EngineError> WriteErrorEvent { get; init; }

    public static ClientDialect Of(WireName wire) => wire == WireName.Anthropic ? Anthropic : OpenAiChat;

    /// <summary>
    /// The dialect of whoever asks there. <c>/v1/models</c> is at the same place for both: only Anthropic's clients name a version.
    /// </summary>
    public static ClientDialect Of(HttpRequest request) =>
        request.Path.StartsWithSegments("/v1/messages", StringComparison.Ordinal) || request.Headers.ContainsKey("anthropic-version")
            ? Anthropic
            : OpenAiChat;
}
