using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire;

/// <summary>Whom a request is about stands where its API has a place for that, and nowhere else.</summary>
public sealed class SubjectFieldTests
{
    [Theory]
    [InlineData(""" "user":"ann" """, "\"ann\"")]
    [InlineData(""" "safety_identifier":"h1","user":"ann" """, "\"h1\"")]
    [InlineData(""" "user":"ann","safety_identifier":"h1" """, "\"h1\"")]
    [InlineData(""" "user":"ann","safety_identifier":null """, "\"ann\"")]
    [InlineData(""" "user":"","safety_identifier":"" """, "")]
    [InlineData(""" "user":["ann"],"metadata":{"user":"x","user_id":"y"} """, "")]
    [InlineData(""" "user":{"user":"ann"} """, "")]
    public void TryScan_OpenAi_FindsIt(string fields, string expected)
    {
        var chat = Encoding.UTF8.GetBytes($$"""{"model":"auto",{{fields}},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.True(ChatRequestScanner.TryScan(chat, out var envelope, out _));
        Assert.Equal(expected, Text(envelope!, chat));

        var responses = Encoding.UTF8.GetBytes($$"""{"model":"auto",{{fields}},"input":"hi"}""");
        Assert.True(ResponsesRequestScanner.TryScan(responses, out envelope, out _));
        Assert.Equal(expected, Text(envelope!, responses));
    }

    [Theory]
    [InlineData(""" {"user_id":"ann"} """, "\"ann\"")]
    [InlineData(""" {"x":{"user_id":"y"},"user_id":"ann\u0041"} """, "\"ann\\u0041\"")]
    [InlineData(""" {"user_id":null} """, "")]
    [InlineData(""" {"user":"ann"} """, "")]
    public void TryScan_Anthropic_FindsIt(string metadata, string expected)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"model":"auto","max_tokens":9,"metadata":{{metadata}},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.True(AnthropicRequestScanner.TryScan(body, out var envelope, out _));
        Assert.Equal(expected, Text(envelope!, body));
    }

    [Fact]
    public void TryScan_Embeddings_FindsIt()
    {
        var body = """{"model":"auto","input":["user","hi"],"user":"ann"}"""u8.ToArray();
        Assert.True(EmbeddingsRequestScanner.TryScan(body, out var envelope, out _));
        Assert.Equal("\"ann\"", Encoding.UTF8.GetString(envelope!.Subject.Of(body)));
    }

    private static string Text(ChatEnvelope envelope, byte[] body) => Encoding.UTF8.GetString(envelope.Subject.Of(body));
}
