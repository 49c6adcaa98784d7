using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesEventWriterTests
{
    private static readonly ChatEvent Started = new ChatEvent.Started("chatcmpl-1", "llama");
    private static readonly ChatEvent Stop = new ChatEvent.Finished(0, FinishReason.Stop);
    private static readonly ChatEvent Used = new ChatEvent.Used(new Usage(10, 4, 6, 2, Estimated: false));

    [Fact]
    public void Write_Text_IsOneMessageInTheApisOrder()
    {
        var answer = StreamedAnswer.Write(
            """{"model":"auto","input":"x"}""", Started, new ChatEvent.Text(0, ""), new ChatEvent.Text(0, "Hel"), new ChatEvent.Text(0, "lo\n\"é\""), Stop, Used);

        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed",
            ],
            answer.Types);
        Equal("""{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_0a00","type":"message","status":"in_progress","role":"assistant","content":[]}}""", answer.Events[2]);
        Equal("""{"type":"response.content_part.added","sequence_number":3,"item_id":"msg_0a00","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}""", answer.Events[3]);
        Equal("""{"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_0a00","output_index":0,"content_index":0,"delta":"Hel","logprobs":[]}""", answer.Events[4]);
        Equal("""{"type":"response.output_text.done","sequence_number":6,"item_id":"msg_0a00","output_index":0,"content_index":0,"text":"Hello\n\"é\"","logprobs":[]}""", answer.Events[6]);
        Equal("""{"type":"response.content_part.done","sequence_number":7,"item_id":"msg_0a00","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello\n\"é\""}}""", answer.Events[7]);
        Equal("""{"type":"response.output_item.done","sequence_number":8,"output_index":0,"item":{"id":"msg_0a00","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello\n\"é\""}]}}""", answer.Events[8]);
        Equal("""{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":0},"output_tokens":6,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":16}""", answer.Response["usage"]);
        Equal(answer.Events[8]["item"]!.ToJsonString(), answer.Response["output"]![0]);
    }

    [Fact]
    public void Write_ResponseObject_HasEveryRequiredFieldFromTheBeginning()
    {
        var answer = StreamedAnswer.Write(null, Started, Stop);
        const string Common = """
            "background":false,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"parallel_tool_calls":true,
            "previous_response_id":null,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,
            "service_tier":"default","store":false,"temperature":null,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],
            "top_logprobs":0,"top_p":null,"truncation":"disabled","metadata":{}}
            """;
        const string Start = """{"id":"resp_0a","object":"response","created_at":1750000000,"error":null,"incomplete_details":null,"model":"auto","output":[],""";
        Equal($"{Start}\"status\":\"in_progress\",{Common}", answer.Events[0]["response"]);
        Equal($"{Start}\"status\":\"in_progress\",{Common}", answer.Events[1]["response"]);
        Equal($"{Start}\"status\":\"completed\",{Common}", answer.Response);
        Assert.Equal("response.completed", answer.Types.Last());
    }

    [Fact]
    public void Write_RequestOnSeveralLines_IsEchoedOnOne()
    {
        var answer = StreamedAnswer.Write(
            "{\"model\":\"auto\",\"input\":\"x\",\"metadata\":{\n\"a\":\r\n\"b\\n\"},\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\n  \"type\": \"object\"\n}}]}",
            Started, new ChatEvent.Text(0, "a"), Stop);
        Assert.Equal("b\n", (string?)answer.Response["metadata"]!["a"]);
        Assert.Equal("object", (string?)answer.Response["tools"]![0]!["parameters"]!["type"]);
    }

    [Fact]
    public void Write_Request_IsEchoed()
    {
        var response = StreamedAnswer.Write(
            """
            {"model":"auto","input":"x","stream":true,"instructions":"be brief","temperature":0.5,"top_p":0.9,"max_output_tokens":99,"store":false,
             "tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false,"metadata":{"k":"v"},"previous_response_id":"resp_1","user":"u",
             "reasoning":{"effort":"low","summary":"auto"},"text":{"verbosity":"low"},"truncation":"auto","prompt_cache_key":"key","service_tier":null,
             "conversation":"conv_1","include":["reasoning.encrypted_content"],
             "tools":[{"type":"function","name":"f","parameters":{"type":"object"}},{"type":"web_search"}]}
            """,
            Started,
            Stop).Response;

        Equal("\"be brief\"", response["instructions"]);
        Equal("0.5", response["temperature"]);
        Equal("99", response["max_output_tokens"]);
        Equal("false", response["store"]);
        Equal("""{"type":"function","name":"f"}""", response["tool_choice"]);
        Equal("""{"k":"v"}""", response["metadata"]);
        Equal("\"resp_1\"", response["previous_response_id"]);
        Equal("""{"effort":"low","summary":"auto"}""", response["reasoning"]);
        Equal("""{"verbosity":"low","format":{"type":"text"}}""", response["text"]);
        Equal("\"default\"", response["service_tier"]);
        Equal("""{"id":"conv_1"}""", response["conversation"]);
        Equal("\"u\"", response["user"]);
        Equal("""[{"type":"function","name":"f","parameters":{"type":"object"},"description":null,"strict":null},{"type":"web_search"}]""", response["tools"]);
        Assert.False(response.ContainsKey("include"));
        Assert.False(response.ContainsKey("input"));
    }

    [Fact]
    public void Write_ParallelCallsWithMixedArguments_EachGetsItsOwnItem()
    {
        var answer = StreamedAnswer.Write(
            null,
            Started,
            new ChatEvent.Text(0, "let me see"),
            new ChatEvent.ToolCall(0, 0, "call_a", "f"),
            new ChatEvent.ToolArguments(0, 0, "{\"x\":"),
            new ChatEvent.ToolCall(0, 1, "call_b", "g"),
            new ChatEvent.ToolArguments(0, 1, "{}"),
            new ChatEvent.ToolArguments(0, 0, "1}"),
            new ChatEvent.Finished(0, FinishReason.ToolCalls));

        Assert.Equal("response.completed", answer.Types.Last());
        Equal(
            """[{"id":"fc_0a01","type":"function_call","status":"completed","call_id":"call_a","name":"f","arguments":"{\"x\":1}"},{"id":"fc_0a02","type":"function_call","status":"completed","call_id":"call_b","name":"g","arguments":"{}"}]""",
            new JsonArray([.. answer.Response["output"]!.AsArray().Skip(1).Select(item => item!.DeepClone())]));
        Equal("""{"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"fc_0a01","type":"function_call","status":"in_progress","call_id":"call_a","name":"f","arguments":""}}""", answer.Events[8]);
        Equal("""{"type":"response.function_call_arguments.delta","sequence_number":9,"item_id":"fc_0a01","output_index":1,"delta":"{\"x\":"}""", answer.Events[9]);
        Equal("""{"type":"response.function_call_arguments.done","sequence_number":13,"item_id":"fc_0a01","output_index":1,"name":"f","arguments":"{\"x\":1}"}""", answer.Events[13]);
    }

    [Fact]
    public void Write_CallWithoutArguments_HasAnEmptyObject()
    {
        var answer = StreamedAnswer.Write(null, Started, new ChatEvent.ToolCall(0, 0, "c", "now"), new ChatEvent.ToolArguments(0, 0, ""), Stop);
        Assert.Equal("{}", (string?)answer.Response["output"]![0]!["arguments"]);
        Assert.Equal("{}", (string?)Single(answer, "response.function_call_arguments.delta")["delta"]);
    }

    [Fact]
    public void Write_CallOfACustomTool_GetsItsTextAndNotTheObjectAroundIt()
    {
        var answer = StreamedAnswer.Write(
            """{"model":"auto","input":"x","tools":[{"type":"custom","name":"apply_patch"}]}""",
            Started,
            new ChatEvent.ToolCall(0, 0, "c", "apply_patch"),
            new ChatEvent.ToolArguments(0, 0, "{\"inp"),
            new ChatEvent.ToolArguments(0, 0, "ut\":\"*** Begin\\n\"}"),
            Stop);

        Assert.Equal("*** Begin\n", (string?)Single(answer, "response.custom_tool_call_input.delta")["delta"]);
        Assert.Equal("*** Begin\n", (string?)Single(answer, "response.custom_tool_call_input.done")["input"]);
        Equal("""{"id":"ctc_0a00","type":"custom_tool_call","status":"completed","call_id":"c","name":"apply_patch","input":"*** Begin\n"}""", answer.Response["output"]![0]);
    }

    [Fact]
    public void Write_ThoughtsOfAClientThatWantsASummary_AreOne()
    {
        var answer = StreamedAnswer.Write(
            """{"model":"auto","input":"x","reasoning":{"summary":"auto"}}""", Started, new ChatEvent.Reasoning(0, "hm"), new ChatEvent.Reasoning(0, "m"), new ChatEvent.Text(0, "yes"), Stop);

        Assert.Equal(
            [
                "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", "response.reasoning_summary_part.done",
                "response.output_item.done", "response.output_item.added",
            ],
            answer.Types.Skip(2).Take(8));
        Equal("""{"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_0a00","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""", answer.Events[3]);
        Equal("""{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_0a00","output_index":0,"summary_index":0,"delta":"hm"}""", answer.Events[4]);
        Equal("""{"id":"rs_0a00","type":"reasoning","summary":[{"type":"summary_text","text":"hmm"}],"encrypted_content":null,"status":"completed"}""", answer.Response["output"]![0]);
    }

    [Fact]
    public void Write_ThoughtsOfAnyOtherClient_AreRaw()
    {
        var answer = StreamedAnswer.Write(null, Started, new ChatEvent.Reasoning(0, "hm"), new ChatEvent.Text(0, "yes"), Stop);
        Assert.Equal(
            [
                "response.output_item.added", "response.content_part.added", "response.reasoning_text.delta", "response.reasoning_text.done",
                "response.content_part.done", "response.output_item.done", "response.output_item.added",
            ],
            answer.Types.Skip(2).Take(7));
        Equal("""{"type":"response.reasoning_text.delta","sequence_number":4,"item_id":"rs_0a00","output_index":0,"content_index":0,"delta":"hm"}""", answer.Events[4]);
        Equal("""{"id":"rs_0a00","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"hm"}],"encrypted_content":null,"status":"completed"}""", answer.Response["output"]![0]);
    }

    [Fact]
    public void Write_OpaqueState_EndsItsThought()
    {
        var own = new OpaqueState(WireName.OpenAiResponses, "encrypted_content", "gAAA");
        var signature = new OpaqueState(WireName.Anthropic, "signature", "a:b");
        var ofCall = new OpaqueState(WireName.Gemini, "thoughtSignature", "s");
        var answer = StreamedAnswer.Write(
            null,
            Started,
            new ChatEvent.Reasoning(0, "one"),
            new ChatEvent.ReasoningState(0, own),
            new ChatEvent.Reasoning(0, "two"),
            new ChatEvent.ReasoningState(0, signature),
            new ChatEvent.ToolCall(0, 0, "c", "f", ofCall),
            Stop);
        Assert.Equal(
            ["gAAA", "autoclaw:Anthropic:signature:a:b", "autoclaw-call:Gemini:thoughtSignature:s", null],
            answer.Response["output"]!.AsArray().Select(item => (string?)item!["encrypted_content"]));
    }

    [Fact]
    public void Write_Refusal_IsAPartOfTheMessage()
    {
        var answer = StreamedAnswer.Write(null, Started, new ChatEvent.Text(0, "well"), new ChatEvent.Refusal(0, "no"), Stop);
        Assert.Equal(
            [
                "response.output_item.added", "response.content_part.added", "response.output_text.delta", "response.output_text.done",
                "response.content_part.done", "response.content_part.added", "response.refusal.delta", "response.refusal.done",
                "response.content_part.done", "response.output_item.done", "response.completed",
            ],
            answer.Types.Skip(2));
        Equal("""{"type":"response.refusal.delta","sequence_number":8,"item_id":"msg_0a00","output_index":0,"content_index":1,"delta":"no"}""", answer.Events[8]);
        Equal("""{"type":"response.refusal.done","sequence_number":9,"item_id":"msg_0a00","output_index":0,"content_index":1,"refusal":"no"}""", answer.Events[9]);
        Equal("""{"type":"refusal","refusal":"no"}""", answer.Response["output"]![0]!["content"]![1]);
    }

    [Theory]
    [InlineData(FinishReason.Stop, "response.completed", "completed", null)]
    [InlineData(FinishReason.ToolCalls, "response.completed", "completed", null)]
    [InlineData(FinishReason.Pause, "response.completed", "completed", null)]
    [InlineData(FinishReason.Length, "response.incomplete", "incomplete", "max_output_tokens")]
    [InlineData(FinishReason.ContentFilter, "response.incomplete", "incomplete", "content_filter")]
    public void Write_Finish_BecomesTheStatus(FinishReason reason, string type, string status, string? detail)
    {
        var answer = StreamedAnswer.Write(null, Started, new ChatEvent.Text(0, "a"), new ChatEvent.Finished(0, reason));
        Assert.Equal(type, answer.Types.Last());
        Assert.Equal(status, (string?)answer.Response["status"]);
        Assert.Equal(detail, (string?)answer.Response["incomplete_details"]?["reason"]);
        Assert.Equal(status, (string?)answer.Response["output"]![0]!["status"]);
    }

    [Fact]
    public void Write_Failed_TellsItTwiceAsTheApiDoes()
    {
        var answer = StreamedAnswer.Write(
            null, Started, new ChatEvent.Text(0, "a"), new ChatEvent.Failed(new EngineError("too much", Param: "input", Code: "rate_limit_exceeded")), new ChatEvent.Text(0, "late"));
        Assert.Equal(["error", "response.failed"], answer.Types.TakeLast(2));
        Equal(
            """{"type":"error","sequence_number":5,"code":"rate_limit_exceeded","message":"too much","param":"input","error":{"message":"too much","type":"server_error","param":"input","code":"rate_limit_exceeded"}}""",
            answer.Events[^2]);
        Assert.Equal("failed", (string?)answer.Response["status"]);
        Equal("""{"code":"rate_limit_exceeded","message":"too much"}""", answer.Response["error"]);
        Assert.Equal("incomplete", (string?)answer.Response["output"]![0]!["status"]);
    }

    [Theory]
    [InlineData(null, "server_error")]
    [InlineData("rate_limit_error", "rate_limit_exceeded")]
    [InlineData("invalid_request_error", "invalid_prompt")]
    public void Write_FailureWithoutCode_GetsOneThatTheApiKnows(string? type, string code)
    {
        var answer = StreamedAnswer.Write(null, Started, new ChatEvent.Failed(new EngineError(null, type)));
        Assert.Equal(code, (string?)answer.Response["error"]!["code"]);
        Assert.NotEqual("", (string?)answer.Response["error"]!["message"]);
    }

    [Fact]
    public void Write_Logprobs_StandWithTheirText()
    {
        var logprobs = JsonElement.Parse(
            """{"content":[{"token":"é","logprob":-0.5,"bytes":null,"top_logprobs":[{"token":"e","logprob":-1,"bytes":[101]}]}],"refusal":null}""");
        var answer = StreamedAnswer.Write(null, Started, new ChatEvent.Logprobs(0, logprobs), new ChatEvent.Text(0, "é"), new ChatEvent.Text(0, "!"), Stop);
        const string Expected = """[{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[{"token":"e","logprob":-1,"bytes":[101]}]}]""";
        Equal(Expected, answer.Events[4]["logprobs"]);
        Equal("[]", answer.Events[5]["logprobs"]);
        Equal(Expected, Single(answer, "response.output_text.done")["logprobs"]);
        Equal(Expected, answer.Response["output"]![0]!["content"]![0]!["logprobs"]);
    }

    [Fact]
    public void Write_OtherChoicesAndForeignEvents_HaveNoPlace()
    {
        var answer = StreamedAnswer.Write(
            null, Started, new ChatEvent.Text(1, "b"), new ChatEvent.Foreign(WireName.Anthropic, "citation"), new ChatEvent.Finished(1, FinishReason.Length), Stop);
        Assert.Equal(["response.created", "response.in_progress", "response.completed"], answer.Types);
    }

    [Fact]
    public void End_WithoutAnything_IsStillAWholeAnswer() =>
        Assert.Equal(["response.created", "response.in_progress", "response.completed"], StreamedAnswer.Write(null).Types);

    [Fact]
    public void WriteWhole_EveryKindOfPart_IsTheObjectThatAStreamEndsWith()
    {
        ChatEvent[] events =
        [
            Started,
            new ChatEvent.Reasoning(0, "one"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "s")),
            new ChatEvent.Text(0, "a"),
            new ChatEvent.Refusal(0, "no"),
            new ChatEvent.Text(0, "b"),
            new ChatEvent.ToolCall(0, 0, "c", "f", new OpaqueState(WireName.Gemini, "thoughtSignature", "t")),
            new ChatEvent.ToolCall(0, 1, "d", "p"),
            new ChatEvent.ToolArguments(0, 1, "{\"input\":\"x\"}"),
            new ChatEvent.Finished(0, FinishReason.ToolCalls),
            Used,
        ];
        var head = StreamedAnswer.Head("""{"model":"auto","input":"x","tools":[{"type":"custom","name":"p"}],"temperature":1}""");
        Equal(StreamedAnswer.WriteFor(head, events).Response.ToJsonString(), StreamedAnswer.WriteWhole(head, events));
    }

    [Fact]
    public void WriteWhole_CutShort_IsIncomplete()
    {
        var response = StreamedAnswer.WriteWhole(StreamedAnswer.Head(), Started, new ChatEvent.Text(0, "a"), new ChatEvent.Finished(0, FinishReason.Length));
        Assert.Equal("incomplete", (string?)response["status"]);
        Assert.Equal("incomplete", (string?)response["output"]![0]!["status"]);
        Assert.Equal("max_output_tokens", (string?)response["incomplete_details"]!["reason"]);
        Assert.False(response.ContainsKey("usage"));
    }

    [Fact]
    public void WriteWhole_Nothing_IsAnEmptyAnswer() => Equal("[]", StreamedAnswer.WriteWhole(StreamedAnswer.Head("no JSON"))["output"]);

    private static JsonObject Single(StreamedAnswer answer, string type) => Assert.Single(answer.Events, e => (string?)e["type"] == type);

    private static void Equal(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected: {expected}\nActual:   {actual?.ToJsonString()}");
}
