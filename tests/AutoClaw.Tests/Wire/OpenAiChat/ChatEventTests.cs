using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire.OpenAiChat;

/// <summary>Streamed answers as neutral events and back.</summary>
public sealed class ChatEventTests
{
    private static readonly OpenAiChatWire Wire = new();

    private static readonly ChatEvent[] Turn =
    [
        new ChatEvent.Reasoning(0, "hm"),
        new ChatEvent.Text(0, "Größe \"1\"\n"),
        new ChatEvent.ToolCall(0, 0, "c1", "f"),
        new ChatEvent.ToolArguments(0, 0, "{\"a\":"),
        new ChatEvent.ToolArguments(0, 0, "1}"),
        new ChatEvent.ToolCall(0, 1, "c2", "g"),
        new ChatEvent.ToolArguments(0, 1, "{}"),
        new ChatEvent.Finished(0, FinishReason.ToolCalls),
        new ChatEvent.Used(new Usage(10, 4, 7, 2, Estimated: false)),
    ];

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var events = ReadAll(WriteAll(Turn));
        Assert.Equal(new ChatEvent.Started("chatcmpl-a1", "m"), events[0]);
        Assert.Equal([.. Turn, new ChatEvent.Ended()], events.Skip(1));
    }

    [Fact]
    public void Read_FirstChunkThatNamesNobody_WaitsForTheNext()
    {
        var reader = Wire.NewReader();
        var events = new List<ChatEvent>();
        Assert.True(reader.TryRead("""{"id":"","model":"","prompt_filter_results":[],"choices":[],"usage":null}"""u8, events));
        Assert.Empty(events);
        Assert.True(reader.TryRead("""{"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"a"}}]}"""u8, events));
        Assert.Equal([new ChatEvent.Started("c1", "m"), new ChatEvent.Text(0, "a")], events);
    }

    [Fact]
    public void Write_ClientWithoutUsage_GetsNone() =>
        Assert.DoesNotContain("prompt_tokens", Encoding.UTF8.GetString(WriteAll(Turn, new AnswerHead("a1", "m", 5, IncludeUsage: false))), StringComparison.Ordinal);

    [Fact]
    public void WriteWhole_Collected_IsOneCompletion()
    {
        var collected = new CollectedAnswer();
        foreach (var chatEvent in Turn)
        {
            collected.Add(chatEvent);
        }

        var output = new ArrayBufferWriter<byte>();
        Wire.WriteWhole(collected, new AnswerHead("a1", "m", 5), output);
        var answer = JsonNode.Parse(output.WrittenSpan)!;
        var message = answer["choices"]![0]!["message"]!;
        Assert.Equal(("chat.completion", "chatcmpl-a1", 5), ((string?)answer["object"], (string?)answer["id"], (int)answer["created"]!));
        Assert.Equal(("Größe \"1\"\n", "hm"), ((string?)message["content"], (string?)message["reasoning_content"]));
        Assert.Equal(["{\"a\":1}", "{}"], message["tool_calls"]!.AsArray().Select(call => (string?)call!["function"]!["arguments"]));
        Assert.Equal(("tool_calls", 17), ((string?)answer["choices"]![0]!["finish_reason"], (int)answer["usage"]!["total_tokens"]!));
    }

    [Fact]
    public void Read_CallsWithoutIdsOrIndices_AreToldApart()
    {
        var events = ReadAll(
            """
            data: {"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"g","arguments":"{}"}}]},"finish_reason":"stop"}]}


            """u8);
        var calls = events.OfType<ChatEvent.ToolCall>().ToList();
        Assert.Equal([("f", 0), ("g", 1)], calls.Select(call => (call.Name, call.Index)));
        Assert.Equal(2, calls.Select(call => call.Id).Distinct().Count());

        // "stop" would keep a client from looking for calls.
        Assert.Equal(FinishReason.ToolCalls, Assert.Single(events.OfType<ChatEvent.Finished>()).Reason);
    }

    [Fact]
    public void Read_Timings_AreTold() =>
        Assert.Equal(
            new EngineTimings(1.5, 20),
            Assert.Single(ReadAll(
                """
                data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":{"prompt_ms":1.5,"predicted_ms":20}}


                """u8).OfType<ChatEvent.Timed>()).Timings);

    [Fact]
    public void Read_Error_IsFailed() =>
        Assert.Equal("no memory", Assert.IsType<ChatEvent.Failed>(ReadAll("data: {\"error\":{\"message\":\"no memory\"}}\n\n"u8)[^1]).Error.Message);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("{\"choices\":{}}")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"\udc00","logprob":-0.5}]}}]}""")]
    public void Read_NotThisWire_IsFalse(string data) => Assert.False(Wire.NewReader().TryRead(Encoding.UTF8.GetBytes(data), []));

    private static byte[] WriteAll(IEnumerable<ChatEvent> events, AnswerHead? head = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = Wire.NewWriter(head ?? new AnswerHead("a1", "m", 5));
        foreach (var chatEvent in events)
        {
            writer.Write(chatEvent, output);
        }

        writer.End(output);
        return output.WrittenSpan.ToArray();
    }

    private static List<ChatEvent> ReadAll(ReadOnlySpan<byte> stream)
    {
        var reader = Wire.NewReader();
        var events = new List<ChatEvent>();
        while (SseEvents.TryTake(ref stream, out var raw))
        {
            Assert.True(reader.TryRead(SseEvents.Data(raw, out _), events));
        }

        return events;
    }
}
