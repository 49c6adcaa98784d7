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
    [InlineData("""{"id":"r","output":[{"id":"a"},{"id":"b"}],"usage":{"output":[1]}}""", """{"id":"a"},{"id":"b"}""")]
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
