using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicErrorWriterTests
{
    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(409, "invalid_request_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(529, "overloaded_error")]
    public void Write_Status_HasItsType(int status, string type) =>
        Assert.Equal($$$"""{"type":"error","error":{"type":"{{{type}}}","message":"No.","code":"c"}}""", Body(status, new EngineError("No.", "server_error", null, "c")));

    [Fact]
    public void Write_TypeOfThisWire_GoesBeforeTheStatus() =>
        Assert.Equal("""{"type":"error","error":{"type":"overloaded_error","message":"Busy."}}""", Body(500, new EngineError("Busy.", "overloaded_error")));

    [Fact]
    public void Write_Param_IsAdded() => Assert.Equal(
        """{"type":"error","error":{"type":"invalid_request_error","message":"Say more.","param":"max_tokens","code":"missing_field"}}""",
        Body(400, new EngineError("Say more.", null, "max_tokens", "missing_field")));

    [Fact]
    public void WriteEvent_IsOneNamedEvent()
    {
        var output = new ArrayBufferWriter<byte>();
        AnthropicErrorWriter.WriteEvent(output, 504, new EngineError("Too slow."));

        Assert.Equal(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\",\"message\":\"Too slow.\"}}\n\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void TokenCount_IsOneNumber()
    {
        var output = new ArrayBufferWriter<byte>();
        AnthropicTokenCount.Write(output, 14);

        Assert.Equal("""{"input_tokens":14}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Body(int status, EngineError error)
    {
        var output = new ArrayBufferWriter<byte>();
        AnthropicErrorWriter.Write(output, status, error);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
