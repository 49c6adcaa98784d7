using System.Buffers;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;
using OpenAI.Responses;

// OpenAI marks its client for this API as one that may still change.
#pragma warning disable OPENAI001

namespace AutoClaw.FunctionalTests.Schema;

/// <summary>What the gateway writes on <c>/v1/responses</c> is what OpenAI's description of it says.</summary>
public sealed class ResponsesSchemaTests
{
    private const string Plain = """{"model":"auto","input":"x"}""";

    private const string Full = """
        {"model":"auto","input":[{"role":"user","content":"x"}],"instructions":"be brief","temperature":0.5,"top_p":0.9,"max_output_tokens":99,
         "store":false,"parallel_tool_calls":false,"metadata":{"k":"v"},"previous_response_id":"resp_1","user":"u","safety_identifier":"s",
         "reasoning":{"effort":"low","summary":"auto"},"text":{"verbosity":"low"},"truncation":"auto","prompt_cache_key":"key","service_tier":"flex",
         "top_logprobs":3,"max_tool_calls":4,"background":false,"tool_choice":{"type":"function","name":"f"},"prompt":{"id":"pmpt_1"},
         "tools":[{"type":"function","name":"f"},{"type":"function","name":"g","strict":true,"parameters":{"type":"object"}},
                  {"type":"custom","name":"p","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"web_search"}]}
        """;

    private static readonly JsonElement Logprobs = JsonElement.Parse(
        """{"content":[{"token":"a","logprob":-0.5,"bytes":null,"top_logprobs":[{"token":"a","logprob":-0.5}]}]}""");

    private static readonly ChatEvent[] Everything =
    [
        new ChatEvent.Started("x", "y"),
        new ChatEvent.Reasoning(0, "hm"),
        new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "s")),
        new ChatEvent.Logprobs(0, Logprobs),
        new ChatEvent.Text(0, "a"),
        new ChatEvent.Refusal(0, "no"),
        new ChatEvent.ToolCall(0, 0, "call_1", "f"),
        new ChatEvent.ToolArguments(0, 0, "{}"),
        new ChatEvent.ToolCall(0, 1, "call_2", "p"),
        new ChatEvent.ToolArguments(0, 1, "{\"input\":\"x\"}"),
        new ChatEvent.Used(new Usage(9, 3, 7, 2, Estimated: false)),
    ];

    [Theory]
    [InlineData(Plain, FinishReason.ToolCalls)]
    [InlineData(Full, FinishReason.ToolCalls)]
    [InlineData(Plain, FinishReason.Length)]
    [InlineData(Full, FinishReason.ContentFilter)]
    public async Task Answer_StreamedOrWhole_IsValid(string request, FinishReason reason)
    {
        ChatEvent[] events = [.. Everything, new ChatEvent.Finished(0, reason)];
        await AssertStreamAsync(request, events);

        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Response, Whole(request, events).ToJsonString());
    }

    [Theory]
    [InlineData("id")]
    [InlineData("tools")]
    [InlineData("metadata")]
    [InlineData("incomplete_details")]
    public async Task Violations_AnswerWithoutAField_AreSome(string field)
    {
        var response = Whole(Plain, Everything);
        response.Remove(field);
        Assert.NotEmpty(await OpenAiSchema.ViolationsAsync(OpenAiSchema.Response, response.ToJsonString()));
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Full)]
    public Task Failure_InsideAStream_IsValid(string request) =>
        AssertStreamAsync(request, [.. Everything, new ChatEvent.Failed(new EngineError("too much", Code: "rate_limit_exceeded"))]);

    [Fact]
    public async Task Error_BeforeOrInsideAStream_IsValid()
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesErrorWriter.Write(output, 400, new EngineError("m"));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, Encoding.UTF8.GetString(output.WrittenSpan));
        output.ResetWrittenCount();
        ResponsesErrorWriter.WriteEvent(output, 502, new EngineError("m"), 3);
        await AssertEventsAsync(output);
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Full)]
    public void Answer_ReadByOpenAisOwnClient_IsUnderstood(string request)
    {
        var updates = Events(Stream(request, [.. Everything, new ChatEvent.Finished(0, FinishReason.ToolCalls)]).WrittenSpan)
            .ConvertAll(data => ModelReaderWriter.Read<StreamingResponseUpdate>(BinaryData.FromString(data))!);
        Assert.DoesNotContain(updates, update => update.GetType().Name.Contains("Unknown", StringComparison.Ordinal));
        Assert.Equal("a", string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(update => update.Delta)));
        Assert.Equal(Enumerable.Range(0, updates.Count), updates.Select(update => update.SequenceNumber));

        var response = updates.OfType<StreamingResponseCompletedUpdate>().Single().Response;
        Assert.Equal((ResponseStatus.Completed, 16, 3), (response.Status, response.Usage.TotalTokenCount, response.Usage.InputTokenDetails.CachedTokenCount));
        Assert.Equal("autoclaw:Anthropic:signature:s", response.OutputItems.OfType<ReasoningResponseItem>().Single().EncryptedContent);
        Assert.Equal(["a", "no"], response.OutputItems.OfType<MessageResponseItem>().Single().Content.Select(part => part.Text ?? part.Refusal));
        Assert.Equal(("call_1", "f"), response.OutputItems.OfType<FunctionCallResponseItem>().Select(call => (call.CallId, call.FunctionName)).First());
    }

    private static AnswerHead Head(string request) => new("0a", "auto", 1_750_000_000) { Request = Encoding.UTF8.GetBytes(request) };

    private static JsonObject Whole(string request, ChatEvent[] events)
    {
        var answer = new CollectedAnswer();
        Array.ForEach(events, answer.Add);
        var output = new ArrayBufferWriter<byte>();
        new ResponsesWire().WriteWhole(answer, Head(request), output);
        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }

    private static Task AssertStreamAsync(string request, ChatEvent[] events) => AssertEventsAsync(Stream(request, events));

    private static ArrayBufferWriter<byte> Stream(string request, ChatEvent[] events)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ResponsesWire().NewWriter(Head(request));
        foreach (var chatEvent in events)
        {
            writer.Write(chatEvent, output);
        }

        writer.End(output);
        return output;
    }

    private static async Task AssertEventsAsync(ArrayBufferWriter<byte> stream)
    {
        foreach (var data in Events(stream.WrittenSpan))
        {
            var type = (string)JsonNode.Parse(data)!["type"]!;
            await OpenAiSchema.AssertValidAsync(OpenAiSchema.ResponseEvents[type], data);
        }
    }

    private static List<string> Events(ReadOnlySpan<byte> stream)
    {
        var events = new List<string>();
        while (SseEvents.TryTake(ref stream, out var raw))
        {
            events.Add(Encoding.UTF8.GetString(SseEvents.Data(raw, out _)));
        }

        Assert.NotEmpty(events);
        return events;
    }
}
