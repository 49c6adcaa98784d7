using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

/// <summary>What a streaming client gets, cut into events again.</summary>
internal sealed class StreamedAnswer
{
    private StreamedAnswer(byte[] bytes)
    {
        ReadOnlySpan<byte> rest = bytes;
        while (SseEvents.TryTake(ref rest, out var raw))
        {
            var data = SseEvents.Data(raw, out var multiple);
            Assert.False(multiple);
            var json = JsonNode.Parse(data)!.AsObject();
            var name = Encoding.UTF8.GetString(raw[.."event: ".Length]);
            Assert.Equal("event: ", name);
            Assert.StartsWith($"event: {json["type"]}\n", Encoding.UTF8.GetString(raw), StringComparison.Ordinal);
            Assert.Equal(Events.Count, (int)json["sequence_number"]!);
            Events.Add(json);
            Data.Add(data.ToArray());
        }

        Assert.True(rest.IsEmpty);
    }

    public static AnswerHead Head(string? request = null) =>
        new("0a", "auto", 1_750_000_000) { Request = request is null ? default : Encoding.UTF8.GetBytes(request) };

    public List<JsonObject> Events { get; } = [];

    public List<byte[]> Data { get; } = [];

    public IEnumerable<string> Types => Events.Select(e => (string)e["type"]!);

    /// <summary>The last event's response object.</summary>
    public JsonObject Response => Events[^1]["response"]!.AsObject();

    public static StreamedAnswer Write(string? request, params ReadOnlySpan<ChatEvent> events) => WriteFor(Head(request), events);

    public static StreamedAnswer WriteFor(AnswerHead head, params ReadOnlySpan<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new ResponsesWire().NewWriter(head);
        foreach (var chatEvent in events)
        {
            writer.Write(chatEvent, output);
        }

        writer.End(output);
        return new StreamedAnswer(output.WrittenSpan.ToArray());
    }

    /// <summary>The object that a client gets which does not stream.</summary>
    public static JsonObject WriteWhole(AnswerHead head, params ReadOnlySpan<ChatEvent> events)
    {
        var answer = new CollectedAnswer();
        foreach (var chatEvent in events)
        {
            answer.Add(chatEvent);
        }

        var output = new ArrayBufferWriter<byte>();
        new ResponsesWire().WriteWhole(answer, head, output);
        return JsonNode.Parse(output.WrittenSpan)!.AsObject();
    }
}
