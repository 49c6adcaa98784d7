using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using CsCheck;

namespace AutoClaw.Tests.Wire;

public sealed class ChatRequestScannerTests
{
    [Theory]
    [InlineData(""" "prompt_cache_key":"a" """, "\"a\"")]
    [InlineData(""" "metadata":{"x":[1,{"y":2}],"conversation_id":"b"} """, "\"b\"")]
    [InlineData(""" "metadata":{"conversation_id":"b"},"prompt_cache_key":"a" """, "\"a\"")]
    [InlineData(""" "prompt_cache_key":"a","metadata":{"conversation_id":"b"} """, "\"a\"")]
    [InlineData(""" "prompt_cache_key":null,"metadata":null """, "")]
    [InlineData(""" "prompt_cache_key":"","metadata":"conversation_id" """, "")]
    [InlineData(""" "prompt_cache_key":["a"],"metadata":{"conversation_id":{"a":1}} """, "")]
    public void TryScan_ConversationsName_IsFoundWhereTheClientPutIt(string fields, string expected)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"model":"auto",{{fields}},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.True(AutoClaw.Core.Wire.OpenAiChat.ChatRequestScanner.TryScan(body, out var envelope, out _));
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(envelope!.ConversationId.Of(body)));
    }

    [Fact]
    public void TryScan_FullRequest_FindsWhatTheGatewayActsOn()
    {
        var envelope = Scan("""
            {"messages":[
               {"content":"be brief","role":"developer"},
               {"role":"user","content":"first"},
               {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
               {"role":"user","content":[{"type":"text","text":"a\"b"},{"type":"image_url","image_url":{"url":"data:x"}},{"type":"text","text":"c"}]}],
             "model":"mod\u0065l-x","stream":true,"stream_options":{"include_usage":true},
             "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},
             "max_tokens":5,"max_completion_tokens":7,"n":3,"unknown":{"deep":[1,2,{"x":null}]}}
            """);

        Assert.Equal("model-x", envelope.Model);
        Assert.True(envelope.Stream);
        Assert.True(envelope.IncludeUsage);
        Assert.Equal(7, envelope.MaxOutputTokens);
        Assert.Equal(3, envelope.Choices);
        Assert.Equal(4, envelope.Messages);
        Assert.Equal(2, envelope.UserTurns);
        Assert.Equal(2, envelope.Tools);
        Assert.True(envelope.HasImage);
        Assert.True(envelope.HasJsonSchema);
        Assert.Equal(
            [MessageRole.System, MessageRole.User, MessageRole.User, MessageRole.User], envelope.Parts.Select(part => part.Role));
        Span<byte> text = stackalloc byte[64];
        Assert.Equal("a\"b\nc", Encoding.UTF8.GetString(text[..PromptText.CopyLastUser(envelope, text)]));
        Assert.Equal(0, PromptText.ClippedLastUserBytes(envelope));
    }

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("{} x", "invalid_json", null)]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":"x"}]} {}""", "invalid_json", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "missing_field", "model")]
    [InlineData("""{"model":"","messages":[{"role":"user","content":"x"}]}""", "missing_field", "model")]
    [InlineData("""{"model":"a"}""", "missing_field", "messages")]
    [InlineData("""{"model":"a","messages":[]}""", "no_messages", "messages")]
    [InlineData("""{"model":1,"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "model")]
    [InlineData("""{"model":"a","messages":"x"}""", "wrong_type", "messages")]
    [InlineData("""{"model":"a","messages":["x"]}""", "wrong_type", "messages[0]")]
    [InlineData("""{"model":"a","messages":[{"content":"x"}]}""", "missing_field", "messages[0].role")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":5}]}""", "wrong_type", "messages[0].content")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":["x"]}]}""", "wrong_type", "messages[0].content")]
    [InlineData("""{"model":"a","stream":"yes","messages":[{"role":"user","content":"x"}]}""", "wrong_type", "stream")]
    [InlineData("""{"model":"a","n":1.5,"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "n")]
    [InlineData("""{"model":"a","temperature":"hot","messages":[{"role":"user","content":"x"}]}""", "wrong_type", "temperature")]
    [InlineData("""{"model":"a","tools":{},"messages":[{"role":"user","content":"x"}]}""", "wrong_type", "tools")]
    [InlineData("""{"model":"a","model":"b","messages":[{"role":"user","content":"x"}]}""", "duplicate_key", "model")]
    [InlineData("""{"model":"a","mod\u0065l":"b","messages":[{"role":"user","content":"x"}]}""", "duplicate_key", "model")]
    [InlineData("""{"model":"a","messages":[{"role":"user","content":"x","role":"system"}]}""", "duplicate_key", "role")]
    [InlineData("""{"model":"a","metadata":{"k":{"z":1,"z":2}},"messages":[{"role":"user","content":"x"}]}""", "duplicate_key", "z")]
    [InlineData("""{"model":"\ud800","messages":[{"role":"user","content":"x"}]}""", "invalid_json", null)]
    public void TryScan_BadBody_SaysWhatAndWhere(string body, string code, string? param)
    {
        Assert.False(ChatRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem));
        Assert.Null(envelope);
        Assert.Equal((code, param), (problem!.Code, problem.Param));
        Assert.NotEmpty(problem.Message);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(400, false)]
    public void TryScan_Depth_TakesSixtyFourLevels(int levels, bool taken)
    {
        // The body's own object is the first level.
        var nested = new string('[', levels - 1) + new string(']', levels - 1);
        var body = $$"""{"model":"a","messages":[{"role":"user","content":"x"}],"deep":{{nested}}}""";

        Assert.Equal(taken, ChatRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Equal(taken ? null : "too_deep", problem?.Code);
    }

    [Fact]
    public void TryScan_SameKeyInSiblings_IsNoDuplicate() =>
        Scan("""{"model":"a","messages":[{"role":"user","content":"x"},{"role":"user","content":"y"}],"a":{"k":1},"b":{"k":{"k":1}}}""");

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void TryScan_ManyKeys_StillFindsTheDuplicate(int keys)
    {
        var members = string.Join(',', Enumerable.Range(0, keys).Select(i => $"\"k{i}\":{i}"));
        var body = $$"""{"model":"a","messages":[{"role":"user","content":"x"}],"m":{ {{members}} },"again":{ {{members}},"k7":0 } }""";

        Assert.False(ChatRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Equal(("duplicate_key", "k7"), (problem!.Code, problem.Param));
    }

    [Fact]
    public void TryScan_InvalidUtf8_IsRefused()
    {
        byte[] body = [.. """{"model":"a","messages":[{"role":"user","content":"""u8, (byte)'"', 0xFF, (byte)'"', .. "}]}"u8];

        Assert.False(ChatRequestScanner.TryScan(body, out _, out var problem));
        Assert.Equal("invalid_json", problem!.Code);
    }

    [Fact]
    public void TryScan_AnyBytes_NeverThrows() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        byte[] body = [.. "{\"model\":\"a\",\"messages\":["u8, .. bytes];
        return ChatRequestScanner.TryScan(body, out var envelope, out var problem) ? envelope is not null : problem is not null;
    });

    [Fact]
    public void TryScan_AnyCutOfAValidBody_IsRefusedAsInvalidJson()
    {
        var body = """{"model":"a","messages":[{"role":"user","content":"x\u00e9"}],"tools":[{"a":{"b":[1,2]}}]}"""u8.ToArray();
        for (var length = 0; length < body.Length; length++)
        {
            Assert.False(ChatRequestScanner.TryScan(body.AsMemory(0, length), out _, out var problem));
            Assert.Equal("invalid_json", problem!.Code);
        }
    }

    internal static ChatEnvelope Scan(string body)
    {
        Assert.True(ChatRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem), problem?.Message);
        return envelope!;
    }
}
