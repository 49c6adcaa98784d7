using System.Buffers;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;
using CsCheck;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesPropertyTests
{
    [Fact]
    public void Write_ThenRead_IsTheSameRequest() => GeneratedChats.Requests.Sample(
        request =>
        {
            var body = new ArrayBufferWriter<byte>();
            var losses = new Losses();
            new ResponsesWire().Write(request, "m", body, losses);
            Assert.Empty(losses.All);
            Assert.True(ResponsesRequestScanner.TryScan(body.WrittenMemory, out var envelope, out var problem), problem?.Message);
            Assert.Equal(request.Tools.Count, envelope!.Tools);
            Assert.True(new ResponsesWire().TryRead(body.WrittenMemory, out var read, out problem), problem?.Message);
            Assert.Equal(GeneratedChats.Describe(request), GeneratedChats.Describe(read!));
        },
        iter: 2500);

    [Fact]
    public void Stream_WrittenThenRead_IsTheSameAnswer() => GeneratedChats.Answers.Sample(
        said =>
        {
            var reason = said.Any(e => e is ChatEvent.ToolCall) ? FinishReason.ToolCalls : FinishReason.Stop;
            ChatEvent.Used used = new(new Usage(9, 1, 8, 2, Estimated: false));
            var answer = StreamedAnswer.Write(null, [new ChatEvent.Started("x", "y"), .. said, new ChatEvent.Finished(0, reason), used]);
            var reader = new ResponsesWire().NewReader();
            var read = new List<ChatEvent>();
            Assert.All(answer.Data, data => Assert.True(reader.TryRead(data, read)));
            Assert.Equal(
                [new ChatEvent.Started("resp_0a", "auto"), .. said, used, new ChatEvent.Finished(0, reason), new ChatEvent.Ended()], read);
        },
        iter: 2500);

    [Fact]
    public void Whole_OfAnyAnswer_IsWhatItsStreamEndsWith() => GeneratedChats.Answers.Sample(
        said =>
        {
            ChatEvent[] events = [new ChatEvent.Started("x", "y"), .. said, new ChatEvent.Finished(0, FinishReason.Stop)];
            var head = StreamedAnswer.Head("""{"model":"m","input":"x","reasoning":{"summary":"auto"}}""");
            var (stream, whole) = (StreamedAnswer.WriteFor(head, events).Response, StreamedAnswer.WriteWhole(head, events));
            Assert.True(JsonNode.DeepEquals(stream, whole), $"{stream.ToJsonString()}\n{whole.ToJsonString()}");
        },
        iter: 2500);
}
