using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire;

/// <summary>What every wire's scanner finds of things that only one vendor can serve.</summary>
public sealed class VendorFactsTests
{
    [Theory]
    [InlineData("chat", """ "messages":[{"role":"user","content":"a"}],"web_search_options":{} """, "web_search_options")]
    [InlineData("chat", """ "messages":[{"role":"user","content":"a"}],"web_search_options":null,"tools":[{"type":"function","function":{"type":"x"}},{"type":"custom"}] """, null)]
    [InlineData("chat", """ "messages":[{"role":"user","content":"a"}],"tools":[{"type":"browser"}] """, "browser")]
    [InlineData("responses", """ "input":"a","tools":[{"name":"f","type":"function","parameters":{"type":"object"}},{"type":"web_search"},{"type":"mcp"}] """, "web_search")]
    [InlineData("responses", """ "input":"a","tools":[{"type":"custom","name":"f"},7,{"type":3}] """, null)]
    [InlineData("messages", """ "max_tokens":1,"messages":[{"role":"user","content":"a"}],"tools":[{"name":"f","input_schema":{"type":"object"}},{"type":"bash_20250124","name":"bash"}] """, "bash_20250124")]
    [InlineData("messages", """ "max_tokens":1,"messages":[{"role":"user","content":"a"}],"tools":[{"type":"custom","name":"f","input_schema":{"type":"object"}}] """, null)]
    [InlineData("gemini", """ "contents":[{"parts":[{"text":"a"}]}],"tools":[{"functionDeclarations":[{"name":"f"}]},{"google_search":{}}] """, "google_search")]
    [InlineData("gemini", """ "contents":[{"parts":[{"text":"a"}]}],"tools":{"function_declarations":[],"codeExecution":null} """, null)]
    public void TryScan_Tools_FindsTheFirstOfAVendor(string wire, string fields, string? expected) => Assert.Equal(expected, Scan(wire, fields).VendorTool);

    [Theory]
    [InlineData("messages", """ "max_tokens":1,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"thinking","thinking":"b","signature":"c2ln"},{"type":"redacted_thinking","data":"cmVk"},{"type":"thinking","thinking":"c","signature":""}]}] """, "cmVk")]
    [InlineData("messages", """ "max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"eA=="}}]}] """, "")]
    [InlineData("responses", """ "input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"Z0Fh"},{"type":"reasoning","encrypted_content":null},{"role":"user","content":"a"}] """, "Z0Fh")]
    [InlineData("gemini", """ "contents":[{"parts":[{"text":"a"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"},{"functionCall":{"name":"g","args":{}},"thought_signature":"skip_thought_signature_validator"}]}] """, "c2ln")]
    [InlineData("chat", """ "messages":[{"role":"user","content":"a"}] """, "")]
    public void TryScan_Conversation_FindsTheLastThingThatOnlyItsMakerReads(string wire, string fields, string expected)
    {
        var envelope = Scan(wire, fields);
        Assert.Equal(expected, Encoding.UTF8.GetString(envelope.OpaqueState.Raw.Of(envelope.Body.Span)));
    }

    private static ChatEnvelope Scan(string wire, string fields)
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(wire == "gemini" ? $"{{{fields}}}" : $"{{\"model\":\"m\",{fields}}}");
        ChatEnvelope? envelope;
        EnvelopeProblem? problem;
        var isSound = wire switch
        {
            "chat" => ChatRequestScanner.TryScan(body, out envelope, out problem),
            "responses" => ResponsesRequestScanner.TryScan(body, out envelope, out problem),
            "messages" => AnthropicRequestScanner.TryScan(body, out envelope, out problem),
            _ => GeminiRequestScanner.TryScan(body, "m", stream: true, out envelope, out problem),
        };
        Assert.True(isSound, problem?.Message);
        return envelope!;
    }
}
