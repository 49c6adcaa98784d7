using System.Text;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire;

public sealed class EngineErrorReaderTests
{
    [Theory]
    [InlineData("""{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", "too long", "messages", "context_length_exceeded")]
    [InlineData("""{"error":{"code":400,"message":"bad","type":"invalid_request_error"}}""", "bad", null, null)]
    [InlineData("""[{"error":{"code":400,"message":"from gemini","status":"INVALID_ARGUMENT"}}]""", "from gemini", null, null)]
    [InlineData("""{"error":"from ollama"}""", "from ollama", null, null)]
    [InlineData("""{"object":"error","message":"from old vllm","code":40001}""", "from old vllm", null, null)]
    [InlineData("""{"detail":"from fastapi"}""", "from fastapi", null, null)]
    [InlineData("""{"error":{"nested":{"message":"no"}}}""", null, null, null)]
    [InlineData("<html>502</html>", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("""{"error":{"message":"cut""", null, null, null)]
    public void ReadBody_AnyShape_FindsWhatIsThere(string body, string? message, string? param, string? code)
    {
        var error = EngineErrorReader.ReadBody(Encoding.UTF8.GetBytes(body));

        Assert.Equal((message, param, code), (error.Message, error.Param, error.Code));
    }

    [Fact]
    public void ReadBody_LongMessage_IsClipped() =>
        Assert.Equal(2001, EngineErrorReader.ReadBody(Encoding.UTF8.GetBytes($$"""{"error":"{{new string('x', 5000)}}"}""")).Message!.Length);
}
