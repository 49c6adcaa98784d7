using System.Buffers;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Benchmarks;

/// <summary>One conversation of about 4 KB and one streamed answer, as each wire has them: written by the wire's own codec.</summary>
internal static class SampleWire
{
    /// <summary>Pieces of the answer: words, the arguments of a call, and what stands around them.</summary>
    public const int Pieces = 256;

    private const int Words = 200;
    private const int RequestBytes = 4096;

    public static IWire Of(WireName name) => name switch
    {
        WireName.Anthropic => new AnthropicWire(),
        WireName.Gemini => new GeminiWire(),
        WireName.OpenAiResponses => new ResponsesWire(),
        _ => new OpenAiChatWire(),
    };

    /// <summary>A client's request, of <see cref="RequestBytes"/> give or take what is longer or shorter to say in that wire.</summary>
    public static byte[] Request(WireName name)
    {
        var output = new ArrayBufferWriter<byte>();
        Of(name).Write(Conversation(), "claude-auto", output, new Losses());
        return output.WrittenSpan.ToArray();
    }

    public static bool TryScan(WireName name, ReadOnlyMemory<byte> body, out ChatEnvelope? envelope) => name switch
    {
        WireName.Anthropic => AnthropicRequestScanner.TryScan(body, out envelope, out _),
        WireName.Gemini => GeminiRequestScanner.TryScan(body, "auto", stream: true, out envelope, out _),
        WireName.OpenAiResponses => ResponsesRequestScanner.TryScan(body, out envelope, out _),
        _ => ChatRequestScanner.TryScan(body, out envelope, out _),
    };

    /// <summary>An engine's answer as server-sent events.</summary>
    public static byte[] Answer(WireName name)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Of(name).NewWriter(new AnswerHead("1", "model", 1));
        foreach (var piece in AnswerEvents())
        {
            writer.Write(piece, output);
        }

        writer.End(output);
        return output.WrittenSpan.ToArray();
    }

    private static ChatRequest Conversation()
    {
        var parameters = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string","description":"Where"},"days":{"type":"integer"}},"required":["city"]}""");
        var turns = new List<ChatMessage>
        {
            new(ChatRole.System, [new ChatPart.Text("You are a helpful assistant who answers briefly.")]),
            new(ChatRole.User, [new ChatPart.Text(SampleRequest.Prompt(1024))]),
            new(ChatRole.Assistant, [new ChatPart.ToolCall("call_1", "forecast", """{"city":"Bern","days":3}""")]),
            new(ChatRole.Tool, [new ChatPart.ToolResult("call_1", [new ChatPart.Text("Rain, then more of it.")])]),
            new(ChatRole.Assistant, [new ChatPart.Text(SampleRequest.Prompt(1024))]),
            new(ChatRole.User, [new ChatPart.Text(SampleRequest.Prompt(RequestBytes - 3100))]),
        };
        return new ChatRequest
        {
            Model = "auto",
            Stream = true,
            Messages = turns,
            Tools = [new ChatTool("forecast", "Tells the weather.", parameters), new ChatTool("search", "Finds a page.", parameters)],
            Temperature = 0.2,
            MaxOutputTokens = 1024,
        };
    }

    private static IEnumerable<ChatEvent> AnswerEvents()
    {
        const int Arguments = Pieces - Words - 5;
        yield return new ChatEvent.Started("1", "model");
        for (var i = 0; i < Words; i++)
        {
            yield return new ChatEvent.Text(0, i % 8 == 7 ? " größer\n" : " token");
        }

        yield return new ChatEvent.ToolCall(0, 0, "call_1", "forecast");
        for (var i = 0; i < Arguments; i++)
        {
            yield return new ChatEvent.ToolArguments(0, 0, i == 0 ? """{"city":"Bern""" : i == Arguments - 1 ? "\"}" : "n");
        }

        yield return new ChatEvent.Finished(0, FinishReason.ToolCalls);
        yield return new ChatEvent.Used(new Usage(1000, 500, 250, 0, Estimated: false));
        yield return new ChatEvent.Ended();
    }
}
