using System.Text;
using AutoClaw.Core.Wire.Anthropic;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicRequestSpliceTests
{
    [Theory]
    [InlineData("""{"model":"auto",X}""", """{"stream":true,"model":"m",X}""")]
    [InlineData("""{"model":"auto","stream":true,X}""", """{"model":"m","stream":true,X}""")]
    [InlineData("""{ "stream": false, X, "model":"auto"}""", """{ "stream": true, X, "model":"m"}""")]
    public void Create_Request_GetsNameAndStream(string body, string expected) => Assert.Equal(Filled(expected), Splice(Filled(body)));

    [Theory]
    [InlineData("U,T", "T")]
    [InlineData("U , U , T", "T")]
    [InlineData("T,U", "T")]
    [InlineData("S,U,T,U,U,T", "S,T,T")]
    [InlineData("N,R,T", "R,T")]
    [InlineData("S,R,T", "S,R,T")]
    [InlineData("U,U", "U,U")]
    [InlineData("", "")]
    public void Create_ThoughtWithoutSignature_IsCutOut(string blocks, string expected) => Assert.Equal(
        """{"stream":true,"model":"m","max_tokens":1,"messages":[{"content":[""" + Blocks(expected) + """],"role":"assistant"},{"role":"user","content":"x"}],"thinking":{"type":"adaptive"}}""",
        Splice("""{"model":"auto","max_tokens":1,"messages":[{"content":[""" + Blocks(blocks) + """],"role":"assistant"},{"role":"user","content":"x"}],"thinking":{"type":"adaptive"}}"""));

    private static string Filled(string body) =>
        body.Replace("X", "\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]", StringComparison.Ordinal);

    private static string Blocks(string letters) => string.Concat(letters.Select(letter => letter switch
    {
        'T' => """{"type":"text","text":"a"}""",
        'S' => """{"signature":"s","thinking":"hm","type":"thinking"}""",
        'R' => """{"type":"redacted_thinking","data":"d"}""",
        'U' => """{"type":"thinking","thinking":"}],","signature":""}""",
        'N' => """{"type":"thinking","thinking":"hm"}""",
        _ => letter.ToString(),
    }));

    private static string Splice(string body)
    {
        Assert.True(AnthropicRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem), problem?.Message);
        return Encoding.UTF8.GetString(AnthropicRequestSplice.Create(envelope!, "\"m\""u8.ToArray()).ToArray());
    }
}
