using System.Buffers;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicWholeWriterTests
{
    [Fact]
    public void WriteWhole_EveryKindOfBlock_IsOneMessage() => Assert.Equal(
        """{"id":"msg_1","type":"message","role":"assistant","model":"auto","content":["""
        + """{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"blob"},{"type":"text","text":"Grüße"},"""
        + """{"type":"tool_use","id":"c1","name":"f","input":{"a": 1},"caller":{"type":"direct"}},{"type":"tool_use","id":"c2","name":"g","input":{},"caller":{"type":"direct"}},"""
        + """{"type":"tool_use","id":"c3","name":"h","input":{"arguments":"{broken"},"caller":{"type":"direct"}}]"""
        + ""","stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":6,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,"output_tokens":2}}""",
        Whole(
            new ChatEvent.Started("x", "m"),
            new ChatEvent.Reasoning(0, "hm"),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "signature", "sig")),
            new ChatEvent.ReasoningState(0, new OpaqueState(WireName.Anthropic, "data", "blob")),
            new ChatEvent.Text(0, "Grü"),
            new ChatEvent.Text(0, "ße"),
            new ChatEvent.ToolCall(0, 0, "c1", "f"),
            new ChatEvent.ToolArguments(0, 0, "{\"a\": 1}"),
            new ChatEvent.ToolCall(0, 1, "c2", "g"),
            new ChatEvent.ToolCall(0, 2, "c3", "h"),
            new ChatEvent.ToolArguments(0, 2, "{broken"),
            new ChatEvent.Finished(0, FinishReason.Stop),
            new ChatEvent.Used(new Usage(10, 4, 2, 0, false))));

    [Fact]
    public void WriteWhole_ThoughtWithoutSignature_HasAnEmptyOne() =>
        Assert.Contains("""[{"type":"thinking","thinking":"hm","signature":""}]""", Whole(new ChatEvent.Reasoning(0, "hm")), StringComparison.Ordinal);

    [Fact]
    public void WriteWhole_StopSequence_IsNamed() => Assert.Contains(
        "\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"",
        Whole(new ChatEvent.Text(0, "a"), new ChatEvent.Finished(0, FinishReason.Stop, "END")),
        StringComparison.Ordinal);

    [Fact]
    public void WriteWhole_NothingAnswered_IsAnEmptyMessage() => Assert.Contains(
        "\"content\":[],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,", Whole(), StringComparison.Ordinal);

    private static string Whole(params ReadOnlySpan<ChatEvent> events)
    {
        var answer = new CollectedAnswer();
        foreach (var chatEvent in events)
        {
            answer.Add(chatEvent);
        }

        var output = new ArrayBufferWriter<byte>();
        new AnthropicWire().WriteWhole(answer, new AnswerHead("1", "auto", 0), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
