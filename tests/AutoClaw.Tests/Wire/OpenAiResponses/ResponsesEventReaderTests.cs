using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Core.Wire.OpenAiResponses;
using CsCheck;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesEventReaderTests
{
    private const string Recorded = """
        {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1750000000,"status":"in_progress","error":null,"instructions":"be \"brief\"","model":"gpt-5-2025-08-07","output":[],"tools":[{"type":"function","name":"f","parameters":{"id":"x"}}],"usage":null,"metadata":{"model":"no"}}}
        {"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_1","status":"in_progress"}}
        {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}
        {"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}
        {"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_1","output_index":0,"summary_index":0,"delta":"First","obfuscation":"xyz"}
        {"type":"response.reasoning_summary_text.done","sequence_number":5,"item_id":"rs_1","output_index":0,"summary_index":0,"text":"First"}
        {"type":"response.reasoning_summary_part.added","sequence_number":6,"item_id":"rs_1","output_index":0,"summary_index":1,"part":{"type":"summary_text","text":""}}
        {"type":"response.reasoning_summary_text.delta","sequence_number":7,"item_id":"rs_1","output_index":0,"summary_index":1,"delta":"second"}
        {"type":"response.output_item.done","sequence_number":8,"output_index":0,"item":{"id":"rs_1","type":"reasoning","encrypted_content":"gAAA","summary":[{"type":"summary_text","text":"First"}]}}
        {"type":"response.output_item.added","sequence_number":9,"output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress","content":[],"role":"assistant"}}
        {"type":"response.content_part.added","sequence_number":10,"item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}
        {"type":"response.output_text.delta","sequence_number":11,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"He","logprobs":[]}
        {"type":"response.output_text.delta","sequence_number":12,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"y\n","logprobs":[]}
        {"type":"response.output_text.done","sequence_number":13,"item_id":"msg_1","output_index":1,"content_index":0,"text":"Hey\n","logprobs":[]}
        {"type":"response.content_part.done","sequence_number":14,"item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"Hey\n"}}
        {"type":"response.output_item.done","sequence_number":15,"output_index":1,"item":{"id":"msg_1","type":"message","status":"completed","content":[{"type":"output_text","text":"Hey\n"}],"role":"assistant"}}
        {"type":"response.output_item.added","sequence_number":16,"output_index":2,"item":{"id":"fc_1","type":"function_call","status":"in_progress","arguments":"","call_id":"call_1","name":"f"}}
        {"type":"response.function_call_arguments.delta","sequence_number":17,"item_id":"fc_1","output_index":2,"delta":"{\"a\":"}
        {"type":"response.output_item.added","sequence_number":18,"output_index":3,"item":{"id":"fc_2","type":"function_call","status":"in_progress","arguments":"","call_id":"call_2","name":"g"}}
        {"type":"response.function_call_arguments.delta","sequence_number":19,"item_id":"fc_2","output_index":3,"delta":"{}"}
        {"type":"response.function_call_arguments.delta","sequence_number":20,"item_id":"fc_1","output_index":2,"delta":"1}"}
        {"type":"response.function_call_arguments.done","sequence_number":21,"item_id":"fc_1","output_index":2,"arguments":"{\"a\":1}"}
        {"type":"response.output_item.done","sequence_number":22,"output_index":2,"item":{"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"a\":1}","call_id":"call_1","name":"f"}}
        {"type":"response.something_new","sequence_number":23,"delta":{"x":[1]}}
        {"type":"response.completed","sequence_number":24,"response":{"id":"resp_1","status":"completed","model":"gpt-5","output":[{"type":"message","usage":{"input_tokens":1}}],"incomplete_details":null,"usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":8},"output_tokens":30,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":50}}}
        """;

    [Fact]
    public void TryRead_RecordedStream_IsWhatTheModelSaid() => Assert.Equal(
        [
            new ChatEvent.Started("resp_1", "gpt-5-2025-08-07"),
            new ChatEvent.Reasoning(0, "First"),
            new ChatEvent.Reasoning(0, "\n\n"),
            new ChatEvent.Reasoning(0, "second"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.OpenAiResponses, "encrypted_content", "gAAA")),
            new ChatEvent.Text(0, "He"),
            new ChatEvent.Text(0, "y\n"),
            new ChatEvent.ToolCall(0, 0, "call_1", "f"),
            new ChatEvent.ToolArguments(0, 0, "{\"a\":"),
            new ChatEvent.ToolCall(0, 1, "call_2", "g"),
            new ChatEvent.ToolArguments(0, 1, "{}"),
            new ChatEvent.ToolArguments(0, 0, "1}"),
            new ChatEvent.Used(new Usage(20, 8, 30, 12, Estimated: false)),
            new ChatEvent.Finished(0, FinishReason.ToolCalls),
            new ChatEvent.Ended(),
        ],
        Read(Recorded.Split('\n')));

    [Fact]
    public void TryRead_ItemsWithoutPieces_AreReadWhole() => Assert.Equal(
        [
            new ChatEvent.Text(0, "whole"),
            new ChatEvent.Refusal(0, "no"),
            new ChatEvent.ToolCall(0, 0, "a", "f"),
            new ChatEvent.ToolArguments(0, 0, "{1}"),
            new ChatEvent.ToolCall(0, 1, "b", "g"),
            new ChatEvent.ToolArguments(0, 1, "{2}"),
        ],
        Read(
            """{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"whole"}""",
            """{"type":"response.refusal.done","output_index":1,"content_index":0,"refusal":"no"}""",
            """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","call_id":"a","name":"f"}}""",
            """{"type":"response.function_call_arguments.done","output_index":2,"arguments":"{1}"}""",
            """{"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{1}"}}""",
            """{"type":"response.output_item.done","output_index":3,"item":{"type":"function_call","call_id":"b","name":"g","arguments":"{2}"}}"""));

    [Theory]
    [InlineData("""{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}""", FinishReason.Length)]
    [InlineData("""{"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}}""", FinishReason.ContentFilter)]
    [InlineData("""{"type":"response.incomplete","response":{}}""", FinishReason.Length)]
    [InlineData("""{"type":"response.completed","response":{}}""", FinishReason.Stop)]
    [InlineData("""{"type":"response.completed"}""", FinishReason.Stop)]
    public void TryRead_End_TellsWhy(string data, FinishReason reason) =>
        Assert.Equal([new ChatEvent.Finished(0, reason), new ChatEvent.Ended()], Read(data));

    [Theory]
    [InlineData("""{"type":"error","sequence_number":2,"code":"c","message":"m","param":"p"}""", "m", null, "p", "c")]
    [InlineData("""{"type":"error","error":{"type":"t","code":"c","message":"m","param":null}}""", "m", "t", null, "c")]
    [InlineData("""{"error":{"type":"t","code":"c","message":"m"}}""", "m", "t", null, "c")]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"c","message":"m"}}}""", "m", null, null, "c")]
    [InlineData("""{"type":"response.completed","response":{"status":"failed","error":{"code":"c","message":"m"}}}""", "m", null, null, "c")]
    public void TryRead_Error_IsReported(string data, string message, string? type, string? param, string? code) =>
        Assert.Equal([new ChatEvent.Failed(new EngineError(message, type, param, code))], Read(data));

    [Fact]
    public void TryRead_FailureWithoutReason_IsOneAllTheSame() =>
        Assert.NotNull(Assert.IsType<ChatEvent.Failed>(Assert.Single(Read("""{"type":"response.cancelled"}"""))).Error.Message);

    [Fact]
    public void TryRead_RawThoughtsAndVendorsItems_AreToldApart() => Assert.Equal(
        [
            new ChatEvent.Reasoning(0, "hm"),
            new ChatEvent.Foreign(WireName.OpenAiResponses, "web_search_call"),
            new ChatEvent.Refusal(0, "no"),
        ],
        Read(
            """{"type":"response.reasoning_text.delta","output_index":0,"content_index":0,"delta":"hm"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","summary":[],"encrypted_content":null}}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"web_search_call","id":"ws_1"}}""",
            """{"type":"response.refusal.delta","output_index":2,"content_index":0,"delta":"no"}"""));

    [Fact]
    public void TryRead_Logprobs_AreInChatCompletionsForm()
    {
        var events = Read("""{"type":"response.output_text.delta","output_index":0,"delta":"a","logprobs":[{"token":"a","logprob":-0.5,"top_logprobs":[]}]}""");
        Assert.Equal(
            """{"content":[{"token":"a","logprob":-0.5,"top_logprobs":[]}],"refusal":null}""",
            Assert.IsType<ChatEvent.Logprobs>(events[0]).Value.GetRawText());
        Assert.Equal(new ChatEvent.Text(0, "a"), events[1]);
    }

    [Theory]
    [InlineData("[DONE]", true)]
    [InlineData("""{"type":"response.queued"}""", true)]
    [InlineData("""{"type":"response.output_text.delta","delta":null,"output_index":"x"}""", true)]
    [InlineData("""{"type":"response.completed","response":[1]}""", true)]
    [InlineData("""{"type":"response.output_item.done","output_index":1,"item":"x"}""", true)]
    [InlineData("""{"type":"response.completed","response":{"usage":{"input_tokens":"x","input_tokens_details":[1]},"incomplete_details":{}}}""", true)]
    [InlineData("", false)]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    [InlineData("nonsense", false)]
    [InlineData("""{"type":"response.created" """, false)]
    [InlineData("""{"choices":[]}""", false)]
    [InlineData("""{"type":"response.created"} {}""", false)]
    public void TryRead_StrangeData_IsToldApartAndNeverThrows(string data, bool expected) =>
        Assert.Equal(expected, new ResponsesWire().NewReader().TryRead(Encoding.UTF8.GetBytes(data), []));

    [Fact]
    public void TryRead_MutatedEvents_NeverThrow()
    {
        var lines = Recorded.Split('\n');
        Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 400], Gen.Byte).Sample(
            (line, at, with) =>
            {
                var data = Encoding.UTF8.GetBytes(lines[line]);
                data[at % data.Length] = with;
                var reader = new ResponsesWire().NewReader();
                reader.TryRead(data, []);
                Assert.False(reader.TryRead(data.AsSpan(..(at % data.Length)), []));
            },
            iter: 5000);
    }

    private static List<ChatEvent> Read(params ReadOnlySpan<string> stream)
    {
        var reader = new ResponsesWire().NewReader();
        var events = new List<ChatEvent>();
        foreach (var data in stream)
        {
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(data), events), data);
        }

        return events;
    }
}
