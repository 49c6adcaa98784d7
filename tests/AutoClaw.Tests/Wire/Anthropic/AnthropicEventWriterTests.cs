using System.Buffers;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicEventWriterTests
{
    private const string Head = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"auto","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0}}}

        event: ping
        data: {"type":"ping"}


        """;

    [Fact]
    public void Write_Text_IsTheDocumentedStream() => Assert.Equal(
        Head + """
        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":3,"output_tokens_details":{"thinking_tokens":1}}}

        event: message_stop
        data: {"type":"message_stop"}


        """,
        Stream(
            new ChatEvent.Started("x", "m"),
            new ChatEvent.Text(0, ""),
            new ChatEvent.Text(0, "Hel"),
            new ChatEvent.Text(0, "lo"),
            new ChatEvent.Text(1, "another choice"),
            new ChatEvent.Finished(0, FinishReason.Stop),
            new ChatEvent.Used(new Usage(12, 5, 3, 1, false)),
            new ChatEvent.Ended()));

    [Fact]
    public void Write_ThinkingTextAndCall_NumbersTheBlocks() => Assert.Equal(
        [
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"blob"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"ok"}}""",
            """{"type":"content_block_stop","index":2}""",
            """{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{},"caller":{"type":"direct"}}}""",
            """{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""",
            """{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"1}"}}""",
            """{"type":"content_block_stop","index":3}""",
        ],
        Blocks(
            new ChatEvent.Reasoning(0, "hm"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "sig")),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "data", "blob")),
            new ChatEvent.Text(0, "ok"),
            new ChatEvent.ToolCall(0, 0, "c1", "f"),
            new ChatEvent.ToolArguments(0, 0, "{\"a\":"),
            new ChatEvent.ToolArguments(0, 0, "1}"),
            new ChatEvent.Finished(0, FinishReason.ToolCalls)));

    [Fact]
    public void Write_CallsMixedByTheEngine_BecomeOneBlockAfterTheOther() => Assert.Equal(
        [
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{},"caller":{"type":"direct"}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"}\"}"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"c2","name":"g","input":{},"caller":{"type":"direct"}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"b\":2"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"}"}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}""",
            """{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"both"}}""",
            """{"type":"content_block_stop","index":2}""",
        ],
        Blocks(
            new ChatEvent.ToolCall(0, 0, "c1", "f"),
            new ChatEvent.ToolCall(0, 1, "c2", "g"),
            new ChatEvent.ToolArguments(0, 0, "{\"a\":"),
            new ChatEvent.ToolArguments(0, 1, "{\"b\":"),
            new ChatEvent.ToolArguments(0, 1, "2"),
            new ChatEvent.ToolArguments(0, 0, "\"}\"}"),
            new ChatEvent.ToolArguments(0, 1, "}"),
            new ChatEvent.Text(0, "both")));

    [Fact]
    public void Write_CallWithoutArguments_HasAnEmptyInput() => Assert.Equal(
        [
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c1","name":"f","input":{},"caller":{"type":"direct"}}}""",
            """{"type":"content_block_stop","index":0}""",
        ],
        Blocks(new ChatEvent.ToolCall(0, 0, "c1", "f")));

    [Fact]
    public void Write_IdOfAnotherEngine_HasTheCharactersOfThisWire() => Assert.StartsWith(
        """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"functions_f_0",""",
        Blocks(new ChatEvent.ToolCall(0, 0, "functions.f:0", "f"))[0],
        StringComparison.Ordinal);

    [Fact]
    public void Write_AnotherVendorsState_EndsTheThoughtWithoutASignature() => Assert.Equal(
        [
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"a"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"b"}}""",
            """{"type":"content_block_stop","index":1}""",
        ],
        Blocks(
            new ChatEvent.Reasoning(0, "a"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.OpenAiResponses, "encrypted_content", "e")),
            new ChatEvent.Reasoning(0, "b")));

    [Theory]
    [InlineData(FinishReason.Stop, null, false, "end_turn")]
    [InlineData(FinishReason.Stop, "END", false, "stop_sequence")]
    [InlineData(FinishReason.Stop, null, true, "tool_use")]
    [InlineData(FinishReason.Length, null, true, "max_tokens")]
    [InlineData(FinishReason.ToolCalls, null, true, "tool_use")]
    [InlineData(FinishReason.ContentFilter, null, false, "refusal")]
    [InlineData(FinishReason.Pause, null, false, "pause_turn")]
    [InlineData(null, null, false, "end_turn")]
    public void End_Reason_IsThisWiresWord(FinishReason? reason, string? sequence, bool calls, string expected)
    {
        List<ChatEvent> events = calls ? [new ChatEvent.ToolCall(0, 0, "c", "f")] : [];
        if (reason is { } value)
        {
            events.Add(new ChatEvent.Finished(0, value, sequence));
        }

        var stop = sequence is null ? "null" : $"\"{sequence}\"";
        Assert.Contains($$"""
            "delta":{"stop_reason":"{{expected}}","stop_sequence":{{stop}}}
            """, Stream([.. events]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Refusal_IsTextAndTheReason()
    {
        var stream = Stream(new ChatEvent.Refusal(0, "I can't."), new ChatEvent.Finished(0, FinishReason.Stop));

        Assert.Contains("\"text\":\"I can't.\"", stream, StringComparison.Ordinal);
        Assert.Contains("\"stop_reason\":\"refusal\"", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Failed_IsAnErrorEvent()
    {
        var output = new ArrayBufferWriter<byte>();
        new AnthropicWire().NewWriter(new AnswerHead("1", "auto", 0))
            .Write(new ChatEvent.Failed(new EngineError("Busy.", "overloaded_error")), output);

        Assert.Equal("""
            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Busy."}}


            """, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string[] Blocks(params ReadOnlySpan<ChatEvent> events) =>
        [.. DataOf(Stream(events)).Where(data => data.StartsWith("{\"type\":\"content_block", StringComparison.Ordinal))];

    private static IEnumerable<string> DataOf(string stream) => stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]);

    private static string Stream(params ReadOnlySpan<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new AnthropicWire().NewWriter(new AnswerHead("1", "auto", 0));
        foreach (var chatEvent in events)
        {
            writer.Write(chatEvent, output);
        }

        writer.End(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
