using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesErrorWriterTests
{
    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "server_error")]
    [InlineData(503, "server_error")]
    public void Write_Status_NamesTheType(int status, string type)
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesErrorWriter.Write(output, status, new EngineError("m", Param: "p", Code: "c"));
        Assert.Equal($"{{\"error\":{{\"message\":\"m\",\"type\":\"{type}\",\"param\":\"p\",\"code\":\"c\"}}}}", Text(output));
    }

    [Fact]
    public void Write_EnginesOwnType_IsKept()
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesErrorWriter.Write(output, 400, new EngineError("m", "t"));
        Assert.Equal("""{"error":{"message":"m","type":"t","param":null,"code":null}}""", Text(output));
    }

    [Fact]
    public void WriteEvent_Error_IsTheStreamsLastEvent()
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesErrorWriter.WriteEvent(output, 502, new EngineError("m", Code: "upstream_error"), 7);
        Assert.Equal(
            "event: error\ndata: {\"type\":\"error\",\"sequence_number\":7,\"code\":\"upstream_error\",\"message\":\"m\",\"param\":null,"
            + "\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_error\"}}\n\n",
            Text(output));
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.UTF8.GetString(output.WrittenSpan);
}
