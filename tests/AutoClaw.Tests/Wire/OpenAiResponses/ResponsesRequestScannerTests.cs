using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiResponses;
using CsCheck;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesRequestScannerTests
{
    private const string Full = """
        {"input":[
           {"role":"developer","content":"be brief"},
           {"type":"message","role":"user","content":"first"},
           {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"thought"}],"encrypted_content":"x"},
           {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
           {"output":[{"type":"input_text","text":"result"}],"call_id":"c","type":"function_call_output"},
           {"type":"local_shell_call_output","id":"l","output":[{"stdout":"out","stderr":"err"}]},
           {"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"said","annotations":[]}]},
           {"content":[{"type":"input_text","text":"a\"b"},{"type":"input_image","image_url":"data:x"},{"type":"input_text","text":"c"}],"role":"user"},
           {"id":"msg_0"}],
         "model":"mod\u0065l-x","stream":true,"instructions":"first of all",
         "tools":[{"type":"function","name":"f","parameters":{}},{"type":"web_search"}],
         "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"required":["z"]}}},
         "max_output_tokens":7,"prompt_cache_key":"key","store":false,"background":true,"previous_response_id":"resp_1",
         "include":["reasoning.encrypted_content","message.output_text.logprobs"],"unknown":{"deep":[1,2,{"x":null}]}}
        """;

    [Fact]
    public void TryScan_FullRequest_FindsWhatTheGatewayActsOn()
    {
        var envelope = Scan(Full);

        Assert.Equal("model-x", envelope.Model);
        Assert.True(envelope.Stream);
        Assert.Equal(7, envelope.MaxOutputTokens);
        Assert.Equal(10, envelope.Messages);
        Assert.Equal(2, envelope.UserTurns);
        Assert.Equal(2, envelope.Tools);
        Assert.True(envelope.HasImage);
        Assert.True(envelope.HasJsonSchema);
        Assert.True(envelope.Logprobs);
        Assert.Equal("\"key\"", Text(envelope, envelope.ConversationId));
        Assert.Equal(["z"], AutoClaw.Core.Verify.AnswerFormat.Read(envelope.ResponseFormat).Required);
        Assert.Equal(
            "System:first of all|System:be brief|User:first|Assistant:thought|Tool:result|Tool:out|Tool:err|Assistant:said|User:a\\\"b|User:c",
            string.Join('|', envelope.Parts.Select(part => $"{part.Role}:{Text(envelope, part.Raw)}")));
        Span<byte> text = stackalloc byte[64];
        Assert.Equal("a\"b\nc", Encoding.UTF8.GetString(text[..PromptText.CopyLastUser(envelope, text)]));
        Assert.Equal("first of all".Length, envelope.Parts[0].Raw.Length);
        Assert.Equal(envelope.Parts.Sum(part => part.Raw.Length), envelope.TextBytes);
    }

    [Fact]
    public void TryScan_FullRequest_TellsWhatTheServersStoreNeeds()
    {
        var envelope = Scan(Full);
        var facts = envelope.Responses!;
        Assert.Equal("resp_1", facts.PreviousResponseId);
        Assert.Equal("\"resp_1\"", Text(envelope, facts.PreviousResponseIdValue));
        Assert.False(facts.Store);
        Assert.True(facts.Background);
        Assert.False(facts.InputIsString);
        Assert.False(facts.InputIsEmpty);
        Assert.StartsWith("[", Text(envelope, facts.InputValue), StringComparison.Ordinal);
        Assert.EndsWith("]", Text(envelope, facts.InputValue), StringComparison.Ordinal);
    }

    [Fact]
    public void TryScan_TextAsInput_IsOneMessageOfTheUser()
    {
        var envelope = Scan("""{"model":"auto","input":"hi","instructions":"be brief"}""");
        Assert.Equal("System:be brief|User:hi", string.Join('|', envelope.Parts.Select(part => $"{part.Role}:{Text(envelope, part.Raw)}")));
        Assert.Equal((1, 1, 2), (envelope.LastUserStart, envelope.UserTurns, envelope.LastUserEnd));
        Assert.Equal(2, envelope.Messages);
        Assert.Equal(new ResponsesFacts(InputValue: new ByteRange(24, 4), InputIsString: true), envelope.Responses);
        Assert.False(envelope.Stream);
        Assert.Equal("{", Encoding.UTF8.GetString(envelope.Body.Span[..envelope.InsertAt]));
    }

    [Theory]
    [InlineData("""{"model":"m","previous_response_id":"r"}""", "r", null)]
    [InlineData("""{"model":"m","previous_response_id":"r","input":[]}""", "r", null)]
    [InlineData("""{"model":"m","conversation":"c"}""", null, "c")]
    [InlineData("""{"model":"m","conversation":{"id":"c"},"input":null}""", null, "c")]
    [InlineData("""{"model":"m","prompt":{"id":"p"}}""", null, null)]
    public void TryScan_NothingNewButSomethingStored_IsARequest(string body, string? previous, string? conversation)
    {
        var facts = Scan(body).Responses!;
        Assert.Equal((previous, conversation), (facts.PreviousResponseId, facts.Conversation));
        Assert.True(facts.Store);
    }

    [Theory]
    [InlineData("\"store\":null", true)]
    [InlineData("\"store\":true", true)]
    [InlineData("\"store\":false", false)]
    [InlineData("\"metadata\":null", true)]
    public void TryScan_Store_IsTrueUnlessSaidOtherwise(string field, bool expected) =>
        Assert.Equal(expected, Scan($$"""{"model":"m","input":"x",{{field}}}""").Responses!.Store);

    [Theory]
    [InlineData(""" "prompt_cache_key":"a","metadata":{"conversation_id":"b"} """, "\"a\"")]
    [InlineData(""" "metadata":{"x":"y","conversation_id":"b"} """, "\"b\"")]
    [InlineData(""" "prompt_cache_key":["a"],"metadata":5 """, "")]
    public void TryScan_ConversationsName_IsFoundWhereTheClientPutIt(string fields, string expected)
    {
        var envelope = Scan($$"""{"model":"m","input":"x",{{fields}}}""");
        Assert.Equal(expected, Text(envelope, envelope.ConversationId));
    }

    [Theory]
    [InlineData("""{"type":"json_object"}""", true)]
    [InlineData("""{"type":"text"}""", false)]
    [InlineData("null", false)]
    public void TryScan_FormatWithoutSchema_IsKeptAsItIs(string format, bool isJson)
    {
        var envelope = Scan($$$"""{"model":"m","input":"x","text":{"format":{{{format}}}}}""");
        Assert.False(envelope.HasJsonSchema);
        Assert.Equal(isJson, AutoClaw.Core.Verify.AnswerFormat.Read(envelope.ResponseFormat).IsJson);
    }

    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("""{"model":"a","input":"x"} {}""", "invalid_json", null)]
    [InlineData("""{"input":"x"}""", "missing_field", "model")]
    [InlineData("""{"model":"","input":"x"}""", "missing_field", "model")]
    [InlineData("""{"model":"a"}""", "missing_field", "input")]
    [InlineData("""{"model":"a","input":null}""", "missing_field", "input")]
    [InlineData("""{"model":"a","input":[]}""", "no_messages", "input")]
    [InlineData("""{"model":1,"input":"x"}""", "wrong_type", "model")]
    [InlineData("""{"model":"a","input":5}""", "wrong_type", "input")]
    [InlineData("""{"model":"a","input":{"role":"user","content":"x"}}""", "wrong_type", "input")]
    [InlineData("""{"model":"a","input":["x"]}""", "wrong_type", "input[0]")]
    [InlineData("""{"model":"a","input":[{"content":"x"}]}""", "missing_field", "input[0].role")]
    [InlineData("""{"model":"a","input":[{"id":"m"},{"role":"user"}]}""", "missing_field", "input[1].content")]
    [InlineData("""{"model":"a","input":[{}]}""", "missing_field", "input[0].role")]
    [InlineData("""{"model":"a","input":[{"role":1,"content":"x"}]}""", "wrong_type", "input[0].role")]
    [InlineData("""{"model":"a","input":[{"type":1,"role":"user","content":"x"}]}""", "wrong_type", "input[0].type")]
    [InlineData("""{"model":"a","input":[{"role":"user","content":5}]}""", "wrong_type", "input[0].content")]
    [InlineData("""{"model":"a","input":[{"role":"user","content":{}}]}""", "wrong_type", "input[0].content")]
    [InlineData("""{"model":"a","input":[{"role":"user","content":["x"]}]}""", "wrong_type", "input[0].content")]
    [InlineData("""{"model":"a","instructions":["x"],"input":"x"}""", "wrong_type", "instructions")]
    [InlineData("""{"model":"a","stream":"yes","input":"x"}""", "wrong_type", "stream")]
    [InlineData("""{"model":"a","store":"yes","input":"x"}""", "wrong_type", "store")]
    [InlineData("""{"model":"a","background":1,"input":"x"}""", "wrong_type", "background")]
    [InlineData("""{"model":"a","max_output_tokens":1.5,"input":"x"}""", "wrong_type", "max_output_tokens")]
    [InlineData("""{"model":"a","temperature":"hot","input":"x"}""", "wrong_type", "temperature")]
    [InlineData("""{"model":"a","tools":{},"input":"x"}""", "wrong_type", "tools")]
    [InlineData("""{"model":"a","text":"json","input":"x"}""", "wrong_type", "text")]
    [InlineData("""{"model":"a","text":{"format":"json"},"input":"x"}""", "wrong_type", "text.format")]
    [InlineData("""{"model":"a","include":"all","input":"x"}""", "wrong_type", "include")]
    [InlineData("""{"model":"a","previous_response_id":5,"input":"x"}""", "wrong_type", "previous_response_id")]
    [InlineData("""{"model":"a","conversation":{"id":5},"input":"x"}""", "wrong_type", "conversation.id")]
    [InlineData("""{"model":"a","input":"x","inp\u0075t":"y"}""", "duplicate_key", "input")]
    [InlineData("""{"model":"a","input":[{"role":"user","content":"x","role":"system"}]}""", "duplicate_key", "role")]
    public void TryScan_NotARequest_NamesTheFault(string body, string code, string? param)
    {
        Assert.False(ResponsesRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem));
        Assert.Null(envelope);
        Assert.Equal((code, param), (problem!.Code, problem.Param));
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void TryScan_TooDeep_IsRefused()
    {
        var body = $$"""{"model":"a","input":"x","x":{{new string('[', 70)}}{{new string(']', 70)}}}""";
        Assert.False(ResponsesRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Equal("too_deep", problem!.Code);
    }

    [Fact]
    public void TryScan_NotUtf8_IsRefused()
    {
        Assert.False(ResponsesRequestScanner.TryScan(new byte[] { 0x7B, 0xFF, 0x7D }, out _, out var problem));
        Assert.Equal("invalid_json", problem!.Code);
    }

    [Fact]
    public void TryScan_MutatedBody_NeverThrows() => Gen.Select(Gen.Int[0, Full.Length - 1], Gen.Byte, Gen.Int[0, Full.Length - 1]).Sample(
        (at, with, cut) =>
        {
            var body = Encoding.UTF8.GetBytes(Full);
            body[at] = with;
            var scanned = ResponsesRequestScanner.TryScan(body, out var envelope, out var problem);
            Assert.Equal(scanned, problem is null);
            Assert.Equal(scanned, envelope is not null);
            Assert.False(ResponsesRequestScanner.TryScan(body.AsMemory(..cut), out _, out _));
        },
        iter: 5000);

    private static ChatEnvelope Scan(string body)
    {
        Assert.True(ResponsesRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem), problem?.Message);
        return envelope!;
    }

    private static string Text(ChatEnvelope envelope, ByteRange range) => Encoding.UTF8.GetString(range.Of(envelope.Body.Span));
}
