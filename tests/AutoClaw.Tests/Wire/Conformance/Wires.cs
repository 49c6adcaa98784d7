using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire.Conformance;

/// <summary>Every API with what the gateway has for it.</summary>
internal static class Wires
{
    private static readonly byte[] Model = "\"engine-model\""u8.ToArray();

    public static IReadOnlyList<WireName> All { get; } = Enum.GetValues<WireName>();

    public static IWire Of(WireName name) => name switch
    {
        WireName.OpenAiChat => new OpenAiChatWire(),
        WireName.OpenAiResponses => new ResponsesWire(),
        WireName.Anthropic => new AnthropicWire(),
        _ => new GeminiWire(),
    };

    public static string Title(WireName name) => name switch
    {
        WireName.OpenAiChat => "chat completions",
        WireName.OpenAiResponses => "Responses",
        WireName.Anthropic => "Messages",
        _ => "Gemini",
    };

    public static bool TryScan(WireName name, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope, out EnvelopeProblem? problem) => name switch
    {
        WireName.OpenAiChat => ChatRequestScanner.TryScan(body, out envelope, out problem),
        WireName.OpenAiResponses => ResponsesRequestScanner.TryScan(body, out envelope, out problem),
        WireName.Anthropic => AnthropicRequestScanner.TryScan(body, out envelope, out problem),
        _ => GeminiRequestScanner.TryScan(body, "auto", stream: true, out envelope, out problem),
    };

    /// <summary>As the gateway reads it: only what its scan found sound.</summary>
    public static bool TryRead(WireName name, byte[] body, out ChatRequest? request, out EnvelopeProblem? problem)
    {
        request = null;
        return TryScan(name, body, out _, out problem) && Of(name).TryRead(body, out request, out problem);
    }

    /// <summary>The bytes for an engine that speaks what the client speaks.</summary>
    public static byte[] Splice(WireName name, byte[] body)
    {
        Assert.True(TryScan(name, body, out var envelope, out var problem), problem?.Message);
        return (name switch
        {
            WireName.Anthropic => AnthropicRequestSplice.Create(envelope!, Model),
            WireName.OpenAiChat => ChatRequestSplice.Create(envelope!, Model, askUsage: true),
            _ => SplicedBody.Create(body, []),
        }).ToArray();
    }

    public static void WriteErrorEvent(WireName name, System.Buffers.IBufferWriter<byte> output, EngineError error)
    {
        switch (name)
        {
            case WireName.OpenAiChat:
                OpenAiErrorWriter.WriteEvent(output, 502, error);
                break;
            case WireName.OpenAiResponses:
                ResponsesErrorWriter.WriteEvent(output, 502, error);
                break;
            case WireName.Anthropic:
                AnthropicErrorWriter.WriteEvent(output, 502, error);
                break;
            default:
                GeminiErrorWriter.WriteEvent(output, 502, error);
                break;
        }
    }
}
