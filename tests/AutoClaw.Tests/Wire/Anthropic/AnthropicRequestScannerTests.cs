using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.OpenAiChat;
using CsCheck;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicRequestScannerTests
{
    private const string Full = """
        {"messages":[
           {"role":"user","content":"first"},
           {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"text","text":"let me see"},
             {"type":"tool_use","id":"t1","name":"f","input":{"city":"Bern","more":["x",1,{"y":"z"}]}}]},
           {"content":[{"tool_use_id":"t1","content":[{"text":"sunny","type":"text"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}],"type":"tool_result"},
             {"type":"text","text":"a\"b","cache_control":{"type":"ephemeral"}},
             {"type":"document","title":"T","source":{"data":"plain words","media_type":"text/plain","type":"text"}},
             {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}],"role":"user"}],
         "system":[{"type":"text","text":"be brief"}],
         "model":"cl\u0061ude","max_tokens":1024,"stream":true,"tools":[{"name":"f","input_schema":{}},{"type":"web_search_20250305","name":"web_search"}],
         "output_config":{"effort":"low","format":{"schema":{"type":"object","required":["a"]},"type":"json_schema"}},
         "metadata":{"user_id":"user_1_session_2"},"unknown":{"deep":[1,2,{"x":null}]}}
        """;

    [Fact]
    public void TryScan_FullRequest_FindsWhatTheGatewayActsOn()
    {
        var envelope = Scan(Full);

        Assert.Equal("claude", envelope.Model);
        Assert.Equal("\"cl\\u0061ude\"", TextOf(envelope, envelope.ModelValue));
        Assert.True(envelope.Stream);
        Assert.Equal(1024, envelope.MaxOutputTokens);
        Assert.Equal(1, envelope.Choices);
        Assert.Equal(4, envelope.Messages);
        Assert.Equal(2, envelope.UserTurns);
        Assert.Equal(2, envelope.Tools);
        Assert.True(envelope.HasImage);
        Assert.True(envelope.HasJsonSchema);
        Assert.Equal(["a"], AutoClaw.Core.Verify.AnswerFormat.Read(envelope.ResponseFormat).Required);
        Assert.Equal("\"user_1_session_2\"", TextOf(envelope, envelope.ConversationId));
    }

    [Fact]
    public void TryScan_EveryTextAModelReads_IsFoundWithItsSpeaker()
    {
        var envelope = Scan(Full);

        Assert.Equal(
            [
                "System: be brief", "User: first", "Assistant: hm", "Assistant: let me see", "Assistant: Bern", "Assistant: x", "Assistant: z",
                "Tool: sunny", "User: a\\\"b", "User: T", "User: plain words",
            ],
            envelope.Parts.Select(part => $"{part.Role}: {TextOf(envelope, part.Raw)}"));
        Span<byte> text = stackalloc byte[64];
        Assert.Equal("a\"b\nT\nplain words", Encoding.UTF8.GetString(text[..PromptText.CopyLastUser(envelope, text)]));
        Assert.Equal(envelope.Parts.Sum(part => part.Raw.Length), envelope.TextBytes);
    }

    [Theory]
    [InlineData("""{"type":"search_result","source":"http://x","title":"t","content":[{"type":"text","text":"hit"}]}""", "http://x|t|hit")]
    [InlineData("""{"type":"web_fetch_tool_result","content":{"type":"web_fetch_result","content":{"type":"document","source":{"type":"text","data":"page"}}}}""", "page")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[{"type":"text","text":"in"}]},"context":"c"}""", "in|c")]
    [InlineData("""{"type":"of_tomorrow","text":"new"}""", "new")]
    [InlineData("""{"type":"text","text":5}""", "")]
    public void TryScan_OtherBlocks_HideNoText(string block, string expected)
    {
        var envelope = Scan($$"""{"model":"a","max_tokens":1,"messages":[{"role":"user","content":[{{block}}]}]}""");

        Assert.Equal(expected, string.Join('|', envelope.Parts.Select(part => TextOf(envelope, part.Raw))));
    }

    [Fact]
    public void TryScan_MessageOfResultsAlone_IsNoTurnOfTheUser()
    {
        var envelope = Scan("""
            {"model":"a","max_tokens":1,"messages":[{"role":"user","content":"do it"},
             {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"done"}]}]}
            """);

        Assert.Equal(1, envelope.UserTurns);
        Assert.Equal([MessageRole.User, MessageRole.Tool], envelope.Parts.Select(part => part.Role));
        Assert.Equal((0, 1), (envelope.LastUserStart, envelope.LastUserEnd));
    }

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("{} x", "invalid_json", null)]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":"x"}]}""", "missing_field", "model")]
    [InlineData("""{"model":"","max_tokens":1,"messages":[{"role":"user","content":"x"}]}""", "missing_field", "model")]
    [InlineData("""{"model":1,"max_tokens":1,"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "model")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":"x"}]}""", "missing_field", "max_tokens")]
    [InlineData("""{"model":"a","max_tokens":null,"messages":[{"role":"user","content":"x"}]}""", "missing_field", "max_tokens")]
    [InlineData("""{"model":"a","max_tokens":"many","messages":[{"role":"user","content":"x"}]}""", "wrong_type", "max_tokens")]
    [InlineData("""{"model":"a","max_tokens":1}""", "missing_field", "messages")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[]}""", "no_messages", "messages")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":"x"}""", "wrong_type", "messages")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":["x"]}""", "wrong_type", "messages[0]")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[{"content":"x"}]}""", "missing_field", "messages[0].role")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[{"role":"user"}]}""", "missing_field", "messages[0].content")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[{"role":"user","content":null}]}""", "wrong_type", "messages[0].content")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[{"role":"user","content":["x"]}]}""", "wrong_type", "messages[0].content")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[{"role":1,"content":"x"}]}""", "wrong_type", "messages[0].role")]
    [InlineData("""{"model":"a","max_tokens":1,"system":5,"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "system")]
    [InlineData("""{"model":"a","max_tokens":1,"stream":"yes","messages":[{"role":"user","content":"x"}]}""", "wrong_type", "stream")]
    [InlineData("""{"model":"a","max_tokens":1,"tools":{},"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "tools")]
    [InlineData("""{"model":"a","max_tokens":1,"top_k":"x","messages":[{"role":"user","content":"x"}]}""", "wrong_type", "top_k")]
    [InlineData("""{"model":"a","max_tokens":1,"output_config":[],"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "output_config")]
    [InlineData("""{"model":"a","max_tokens":1,"metadata":"x","messages":[{"role":"user","content":"x"}]}""", "wrong_type", "metadata")]
    [InlineData("""{"model":"a","max_tokens":1,"messages":[{"role":"user","content":[{"type":"tool_use","input":{"k":1,"k":2}}]}]}""", "duplicate_key", "k")]
    public void TryScan_BadBody_SaysWhatAndWhere(string body, string code, string? param)
    {
        Assert.False(AnthropicRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem));
        Assert.Null(envelope);
        Assert.Equal((code, param), (problem!.Code, problem.Param));
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void TryScanCount_WithoutMaxTokens_IsTaken()
    {
        var body = """{"model":"a","system":"s","messages":[{"role":"user","content":"x"}]}"""u8.ToArray();

        Assert.True(AnthropicRequestScanner.TryScanCount(body, out var envelope, out _));
        Assert.Null(envelope!.MaxOutputTokens);
        Assert.Equal(2, envelope.Messages);
    }

    [Fact]
    public void TryScan_ForASplice_GivesTheEngineItsNameAndAStream()
    {
        var envelope = Scan("""{"model":"auto","max_tokens":1,"messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(
            """{"stream":true,"model":"claude-x","max_tokens":1,"messages":[{"role":"user","content":"x"}]}""",
            Encoding.UTF8.GetString(ChatRequestSplice.Create(envelope, "\"claude-x\""u8.ToArray(), askUsage: true).ToArray()));
    }

    [Fact]
    public void TryScan_MutatedBody_NeverThrows()
    {
        var body = Encoding.UTF8.GetBytes(Full);
        Gen.Select(Gen.Int[0, body.Length - 1], Gen.Byte, Gen.Int[0, 40]).Sample(
            (at, value, cut) =>
            {
                byte[] mutated = [.. body.AsSpan(0, at), value, .. body.AsSpan(Math.Min(body.Length, at + cut))];
                return AnthropicRequestScanner.TryScan(mutated, out var envelope, out var problem) ? envelope is not null : problem is not null;
            },
            iter: 5000);
    }

    private static string TextOf(ChatEnvelope envelope, ByteRange range) => Encoding.UTF8.GetString(range.Of(envelope.Body.Span));

    private static ChatEnvelope Scan(string body)
    {
        Assert.True(AnthropicRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem), problem?.Message);
        return envelope!;
    }
}
