using System.Text;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire;

public sealed class ChatRequestSpliceTests
{
    private const string Rest = """ "messages" : [ {"role":"user","content":"\u00e9 \/ x"} ], "temperature":1.0e0 , "x_unknown":{"b":1,"a":[ ]}""";

    [Theory]
    [InlineData("""{ "model" : "auto" ,REST}""", """{"stream":true,"stream_options":{"include_usage":true}, "model" : "engine-1" ,REST}""")]
    [InlineData("""{REST,"model":"auto","stream":true}""", """{"stream_options":{"include_usage":true},REST,"model":"engine-1","stream":true}""")]
    [InlineData("""{"stream":false,"model":"auto",REST}""", """{"stream_options":{"include_usage":true},"stream":true,"model":"engine-1",REST}""")]
    [InlineData("""{"stream":null,"model":"auto",REST}""", """{"stream_options":{"include_usage":true},"stream":true,"model":"engine-1",REST}""")]
    [InlineData("""{"model":"auto","stream":true,"stream_options":{ } ,REST}""", """{"model":"engine-1","stream":true,"stream_options":{"include_usage":true} ,REST}""")]
    [InlineData("""{"model":"auto","stream":true,"stream_options":null,REST}""", """{"model":"engine-1","stream":true,"stream_options":{"include_usage":true},REST}""")]
    [InlineData("""{"model":"auto","stream":true,"stream_options":{"include_usage": false},REST}""", """{"model":"engine-1","stream":true,"stream_options":{"include_usage": true},REST}""")]
    [InlineData("""{"model":"auto","stream":true,"stream_options":{"other":1},REST}""", """{"model":"engine-1","stream":true,"stream_options":{"include_usage":true,"other":1},REST}""")]
    [InlineData("""{"model":"auto","stream":true,"stream_options":{"include_usage":true},REST}""", """{"model":"engine-1","stream":true,"stream_options":{"include_usage":true},REST}""")]
    public void Create_AnyForm_ChangesModelStreamAndUsageAlone(string client, string engine)
    {
        var envelope = ChatRequestScannerTests.Scan(client.Replace("REST", Rest, StringComparison.Ordinal));

        var body = ChatRequestSplice.Create(envelope, "\"engine-1\""u8.ToArray(), askUsage: true);

        Assert.Equal(engine.Replace("REST", Rest, StringComparison.Ordinal), Encoding.UTF8.GetString(body.ToArray()));
        Assert.Equal(body.ToArray().Length, body.Length);
    }

    [Theory]
    [InlineData("""{"model":"auto","stream":true,REST}""", """{"logprobs":true,"model":"e","stream":true,REST}""")]
    [InlineData("""{"model":"auto","stream":true,"logprobs":false,REST}""", """{"model":"e","stream":true,"logprobs":true,REST}""")]
    [InlineData("""{"model":"auto","stream":true,"logprobs":null,REST}""", """{"model":"e","stream":true,"logprobs":true,REST}""")]
    [InlineData("""{"model":"auto","stream":true,"logprobs":true,REST}""", """{"model":"e","stream":true,"logprobs":true,REST}""")]
    [InlineData("""{"model":"auto","stream":true,"logprobs":[1],REST}""", """{"model":"e","stream":true,"logprobs":[1],REST}""")]
    public void Create_LogprobsForACheck_AreAskedForOnce(string client, string engine)
    {
        var envelope = ChatRequestScannerTests.Scan(client.Replace("REST", Rest, StringComparison.Ordinal));

        var body = ChatRequestSplice.Create(envelope, "\"e\""u8.ToArray(), askUsage: false, askLogprobs: true);

        Assert.Equal(engine.Replace("REST", Rest, StringComparison.Ordinal), Encoding.UTF8.GetString(body.ToArray()));
    }

    [Theory]
    [InlineData("""{"model":"auto","stream":true,REST}""", """{"return_progress":true,"model":"e","stream":true,REST}""")]
    [InlineData("""{"model":"auto",REST}""", """{"stream":true,"return_progress":true,"model":"e",REST}""")]
    [InlineData("""{"model":"auto","stream":true,"return_progress":false,REST}""", """{"model":"e","stream":true,"return_progress":false,REST}""")]
    [InlineData("""{"model":"auto","stream":true,REST,"return_progress":true}""", """{"model":"e","stream":true,REST,"return_progress":true}""")]
    public void Create_Progress_IsAskedForUnlessTheClientSaysItself(string client, string engine)
    {
        var envelope = ChatRequestScannerTests.Scan(client.Replace("REST", Rest, StringComparison.Ordinal));

        var body = ChatRequestSplice.Create(envelope, "\"e\""u8.ToArray(), askUsage: false, askProgress: true);

        Assert.Equal(engine.Replace("REST", Rest, StringComparison.Ordinal), Encoding.UTF8.GetString(body.ToArray()));
    }

    [Theory]
    [InlineData("""{"model":"auto","response_format": {"type":"json_object"} ,REST}""", """{"type":"json_object"}""")]
    [InlineData("""{"model":"auto","response_format":null,REST}""", "null")]
    [InlineData("""{"model":"auto",REST}""", "")]
    public void Scan_ResponseFormat_IsKeptAsItStands(string client, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ChatRequestScannerTests.Scan(client.Replace("REST", Rest, StringComparison.Ordinal)).ResponseFormat.Span));

    [Fact]
    public void Create_EngineWithoutStreamUsage_IsNotAsked()
    {
        var envelope = ChatRequestScannerTests.Scan("{\"model\":\"auto\",\"stream\":true," + Rest + "}");

        var body = ChatRequestSplice.Create(envelope, "\"e\""u8.ToArray(), askUsage: false);

        Assert.DoesNotContain("stream_options", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }
}
