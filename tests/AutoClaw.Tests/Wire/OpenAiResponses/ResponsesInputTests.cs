using System.Text;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesInputTests
{
    [Theory]
    [InlineData("""{"model":"m","input":"hi \"you\""}""", """{"role":"user","content":"hi \"you\""}""")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}""", """{"role":"user","content":"a"},{"role":"user","content":"b"}""")]
    [InlineData("""{"model":"m","input":[ ],"previous_response_id":"r"}""", "")]
    [InlineData("""{"model":"m","previous_response_id":"r"}""", "")]
    public void Items_Request_AreWhatItAdds(string body, string items) =>
        Assert.Equal(items, Encoding.UTF8.GetString(ResponsesInput.Items(Scan(body)).Span));

    [Theory]
    [InlineData("""{"model":"m","previous_response_id":"r","input":"b"}""", "A", """{"model":"m","previous_response_id":null,"input":[A,{"role":"user","content":"b"}]}""")]
    [InlineData("""{"model":"m","input":[{"id":"b"}],"previous_response_id":"r"}""", "A", """{"model":"m","input":[A,{"id":"b"}],"previous_response_id":null}""")]
    [InlineData("""{"model":"m","input":[],"previous_response_id":"r"}""", "A", """{"model":"m","input":[A],"previous_response_id":null}""")]
    [InlineData("""{"model":"m","previous_response_id":"r"}""", "A", """{"input":[A],"model":"m","previous_response_id":null}""")]
    [InlineData("""{"model":"m","conversation":"c","input":"b"}""", "", """{"model":"m","conversation":"c","input":[{"role":"user","content":"b"}]}""")]
    public void Prepend_EarlierItems_StandBeforeItsOwn(string body, string earlier, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ResponsesInput.Prepend(Scan(body), Encoding.UTF8.GetBytes(earlier)).ToArray()));

    [Fact]
    public void Prepend_OutputOfAnAnswer_ReadsAsTheConversation()
    {
        const string Earlier = """{"role":"user","content":"a"},{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"b","annotations":[],"logprobs":[]}]}""";
        var body = ResponsesInput.Prepend(Scan("""{"model":"m","input":"c","previous_response_id":"r"}"""), Encoding.UTF8.GetBytes(Earlier)).ToArray();
        Assert.Equal(3, Scan(Encoding.UTF8.GetString(body)).Messages);
        Assert.True(new ResponsesWire().TryRead(body, out var request, out _));
        Assert.Equal(3, request!.Messages.Count);
        Assert.Empty(request.Foreign);
    }

    [Theory]
    [InlineData("""{"id":"r","output":[{"id":"a","type":"web_search_call"},{"id":"b"}],"usage":{"output":[1]}}""", """{"id":"a","type":"web_search_call"},{"id":"b"}""")]
    [InlineData("""{"output":[{"id":"m","type":"message","status":"completed","role":"assistant","content":[]}]}""", """{"type":"message","role":"assistant","content":[]}""")]
    [InlineData("""{"output":[{"id":"r","type":"reasoning","summary":[],"encrypted_content":null},{"id":"f","type":"function_call","call_id":"c"}]}""", """{"type":"function_call","call_id":"c"}""")]
    [InlineData("""{"output":[{"id":"r","type":"reasoning","summary":[],"encrypted_content":"x"},{"id":"f","type":"custom_tool_call","call_id":"c"}]}""", """{"type":"reasoning","summary":[],"encrypted_content":"x"},{"type":"custom_tool_call","call_id":"c"}""")]
    [InlineData("""{"output":[]}""", "")]
    [InlineData("""{"error":{"output":[1]}}""", "")]
    [InlineData("""{"output":"x"}""", "")]
    [InlineData("nonsense", "")]
    [InlineData("", "")]
    public void Outputs_Response_AreItsItems(string response, string items) =>
        Assert.Equal(items, Encoding.UTF8.GetString(ResponsesInput.Outputs(Encoding.UTF8.GetBytes(response)).Span));

    [Theory]
    [InlineData("""{"type":"response.completed","response":{"id":"r"}}""", """{"id":"r"}""")]
    [InlineData("""{"type":"response.incomplete","sequence_number":1,"response":{"id":"r"}}""", """{"id":"r"}""")]
    [InlineData("""{"type":"response.failed","response":{"id":"r"}}""", """{"id":"r"}""")]
    [InlineData("""{"type":"response.created","response":{"id":"r"}}""", null)]
    [InlineData("""{"type":"response.completed"}""", null)]
    [InlineData("[DONE]", null)]
    [InlineData("{", null)]
    public void TryFind_LastEvent_HoldsTheWholeAnswer(string data, string? response)
    {
        var bytes = Encoding.UTF8.GetBytes(data);
        Assert.Equal(response is not null, FinalResponse.TryFind(bytes, out var found));
        Assert.Equal(response ?? "", Encoding.UTF8.GetString(found.Of(bytes)));
    }

    [Theory]
    [InlineData("""{"id":"r\u0031","store":false,"previous_response_id":null}""", true, "p\"", """{"id":"r\u0031","store":true,"previous_response_id":"p\u0022"}""")]
    [InlineData("""{ "id":"r1","metadata":{"store":1} }""", false, null, """{"store":false,"previous_response_id":null, "id":"r1","metadata":{"store":1} }""")]
    public void With_Response_SaysWhatWasDone(string response, bool store, string? previous, string expected)
    {
        var edited = ResponseEdit.With(Encoding.UTF8.GetBytes(response), store, previous);
        Assert.Equal(expected, Encoding.UTF8.GetString(edited));
        Assert.Equal("r1", ResponseEdit.IdOf(edited));
    }

    [Theory]
    [InlineData("""{"id":5}""")]
    [InlineData("""{"object":"response"}""")]
    public void IdOf_ResponseWithoutAName_IsNull(string response) => Assert.Null(ResponseEdit.IdOf(Encoding.UTF8.GetBytes(response)));

    [Theory]
    [InlineData(null, null, null, "fco_2i04,rs_2i03,y,msg_1i01,msg_1i00", false)]
    [InlineData("2", "asc", null, "msg_1i00,msg_1i01", true)]
    [InlineData("2", "asc", "msg_1i01", "y,rs_2i03", true)]
    [InlineData("2", "desc", "y", "msg_1i01,msg_1i00", false)]
    [InlineData("100", "asc", "fco_2i04", "", false)]
    public void TryWrite_Turns_ArePagedByName(string? limit, string? order, string? after, string ids, bool more)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var query = InputItemQuery.Parse(limit, order, after, out _)!;
        Assert.True(InputItemList.TryWrite(
            [
                new StoredTurn("resp_1", """{"role":"user","content":"a"},{"role":"assistant","content":"b"}"""u8.ToArray(), """{"output":[{"id":"y","type":"message","role":"assistant","content":[]}]}"""u8.ToArray()),
                new StoredTurn("2", """{"type":"reasoning","summary":[]},{"type":"function_call_output","status":null,"call_id":"c","output":"o"}"""u8.ToArray(), """{"output":[{"id":"z"}]}"""u8.ToArray()),
            ],
            query,
            output));
        var list = System.Text.Json.Nodes.JsonNode.Parse(output.WrittenSpan)!;
        Assert.Equal(ids, string.Join(',', list["data"]!.AsArray().Select(item => (string?)item!["id"])));
        Assert.Equal((more, ids.Split(',')[0], ids.Split(',')[^1]), ((bool)list["has_more"]!, (string?)list["first_id"], (string?)list["last_id"]));
        Assert.All(list["data"]!.AsArray(), item => Assert.Equal("completed", (string?)item!["status"]));
        foreach (var text in list["data"]!.AsArray().Where(item => (string?)item!["id"] is "msg_1i00" or "msg_1i01"))
        {
            Assert.Equal((string?)text!["role"] == "user" ? "input_text" : "output_text", (string?)text["content"]![0]!["type"]);
        }
    }

    [Fact]
    public void Items_EnvelopeOfAnotherWire_IsABug()
    {
        Assert.True(ChatRequestScanner.TryScan(Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"x"}]}"""), out var envelope, out _));
        Assert.Throws<ArgumentException>(() => ResponsesInput.Items(envelope!));
    }

    private static ChatEnvelope Scan(string body)
    {
        Assert.True(ResponsesRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), out var envelope, out var problem), problem?.Message);
        return envelope!;
    }
}
