using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using CsCheck;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicEventReaderTests
{
    private const string Recorded = """
        event: message_start
        data: {"type":"message_start","message":{"model":"claude-sonnet-4-5-20250929","id":"msg_01","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"cache_creation_input_tokens":3,"cache_read_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":2},"output_tokens":1,"service_tier":"standard"}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Caf\u00e9"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: content_block_start
        data: {"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"query\":\"x\"}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":2}

        event: content_block_start
        data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_weather","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"a\": 1}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":3}

        event: content_block_start
        data: {"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"toolu_2","name":"now","input":{}}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":4}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"cache_read_input_tokens":null,"output_tokens":89,"output_tokens_details":{"thinking_tokens":20}}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Fact]
    public void TryRead_RecordedStream_IsTheAnswer() => Assert.Equal(
        [
            new ChatEvent.Started("msg_01", "claude-sonnet-4-5-20250929"),
            new ChatEvent.Used(new Usage(115, 100, 1, 0, false) { CacheWritten = 3, CacheWrittenForHour = 2 }),
            new ChatEvent.Reasoning(0, "Let me"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "EqQB")),
            new ChatEvent.Text(0, "Café"),
            new ChatEvent.Foreign(WireName.Anthropic, "server_tool_use"),
            new ChatEvent.ToolCall(0, 0, "toolu_1", "get_weather"),
            new ChatEvent.ToolArguments(0, 0, "{\"a\": 1}"),
            new ChatEvent.ToolCall(0, 1, "toolu_2", "now"),
            new ChatEvent.ToolArguments(0, 1, "{}"),
            new ChatEvent.Finished(0, FinishReason.ToolCalls),
            new ChatEvent.Used(new Usage(115, 100, 89, 20, false) { CacheWritten = 3, CacheWrittenForHour = 2 }),
            new ChatEvent.Ended(),
        ],
        ReadStream(Encoding.UTF8.GetBytes(Recorded)));

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("tool_use", FinishReason.ToolCalls)]
    [InlineData("refusal", FinishReason.ContentFilter)]
    [InlineData("pause_turn", FinishReason.Pause)]
    [InlineData("of_tomorrow", FinishReason.Stop)]
    public void TryRead_StopReason_IsTheFinish(string reason, FinishReason expected) => Assert.Equal(
        [new ChatEvent.Finished(0, expected, "END"), new ChatEvent.Used(new Usage(0, 0, 5, 0, false))],
        Read($$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}","stop_sequence":"END"},"usage":{"output_tokens":5}}"""));

    [Fact]
    public void TryRead_RefusalWithWords_TellsThem() => Assert.Equal(
        [new ChatEvent.Refusal(0, "Not that."), new ChatEvent.Finished(0, FinishReason.ContentFilter)],
        Read("""{"delta":{"stop_details":{"type":"refusal","category":"cyber","explanation":"Not that."},"stop_reason":"refusal"},"type":"message_delta"}"""));

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":null}""", "overloaded_error", "Overloaded")]
    [InlineData("""{"type":"error"}""", null, null)]
    public void TryRead_Error_IsTheEnd(string data, string? type, string? message) =>
        Assert.Equal([new ChatEvent.Failed(new EngineError(message, type))], Read(data));

    [Fact]
    public void TryRead_StartsThatHoldSomething_AreNotLost() => Assert.Equal(
        [
            new ChatEvent.Text(0, "a"),
            new ChatEvent.Reasoning(0, "b"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "s")),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "data", "d")),
            new ChatEvent.ToolCall(0, 0, "c", "f"),
            new ChatEvent.ToolArguments(0, 0, "{\"x\":{}}"),
        ],
        Read(
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"b","signature":"s"}}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"d"}}""",
            """{"content_block":{"input":{"x":{}},"name":"f","id":"c","type":"tool_use"},"index":3,"type":"content_block_start"}""",
            """{"type":"content_block_stop","index":3}"""));

    [Theory]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"citations_delta","citation":{"type":"char_location","text":"x"}}}""", "citations_delta")]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","text":"x"}]}}""", "web_search_tool_result")]
    public void TryRead_WhatOnlyThisWireKnows_IsForeign(string data, string type) =>
        Assert.Equal([new ChatEvent.Foreign(WireName.Anthropic, type)], Read(data));

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"type":"of_tomorrow","delta":{"type":"text_delta","text":"x"}}""")]
    [InlineData("""{"type":"content_block_delta","index":"x","delta":[]}""")]
    [InlineData("""{"type":"content_block_delta","index":7,"delta":{"type":"input_json_delta","partial_json":"{"}}""")]
    public void TryRead_NothingToTell_IsNoEvent(string data) => Assert.Empty(Read(data));

    [Theory]
    [InlineData("")]
    [InlineData("[DONE]")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\ud800"}}""")]
    public void TryRead_NotThisWire_IsFalse(string data)
    {
        var events = new List<ChatEvent>();
        Assert.False(new AnthropicWire().NewReader().TryRead(Encoding.UTF8.GetBytes(data), events));
        Assert.Empty(events);
    }

    [Fact]
    public void TryRead_MutatedEvent_NeverThrows()
    {
        var lines = Recorded.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => Encoding.UTF8.GetBytes(line[6..])).ToArray();
        Gen.Select(Gen.Int[0, lines.Length - 1], Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 9]).Sample(
            (index, at, value, cut) =>
            {
                var line = lines[index];
                at %= line.Length;
                byte[] mutated = [.. line.AsSpan(0, at), value, .. line.AsSpan(Math.Min(line.Length, at + cut))];
                var events = new List<ChatEvent>();
                return new AnthropicWire().NewReader().TryRead(mutated, events) || events.Count == 0;
            },
            iter: 5000);
    }

    internal static List<ChatEvent> ReadStream(ReadOnlySpan<byte> stream)
    {
        var events = new List<ChatEvent>();
        var reader = new AnthropicWire().NewReader();
        while (SseEvents.TryTake(ref stream, out var raw))
        {
            Assert.True(reader.TryRead(SseEvents.Data(raw, out var multiple), events));
            Assert.False(multiple);
        }

        Assert.True(stream.IsEmpty);
        return events;
    }

    private static List<ChatEvent> Read(params ReadOnlySpan<string> data)
    {
        var events = new List<ChatEvent>();
        var reader = new AnthropicWire().NewReader();
        foreach (var one in data)
        {
            Assert.True(reader.TryRead(Encoding.UTF8.GetBytes(one), events));
        }

        return events;
    }
}
