using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Tests.Wire.Conformance;

namespace AutoClaw.Tests.Wire.Fuzz;

/// <summary>Something that reads what strangers send: it may refuse any of it, and may not throw.</summary>
/// <param name="Name">Also the folder of its corpus.</param>
/// <param name="Seeds">What it takes, to be spoilt.</param>
/// <param name="Read">Throws what is found wrong.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read)
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("sse", [.. Wires.All.SelectMany(Answers)], Cut),
        .. Wires.All.Select(wire => new FuzzTarget($"request-{wire}", [.. Requests(wire)], body => ReadRequest(wire, body))),
        .. Wires.All.Select(wire => new FuzzTarget($"answer-{wire}", [.. Answers(wire)], bytes => ReadAnswer(wire, bytes))),
    ];

    private static IEnumerable<byte[]> Requests(WireName wire) => RequestFeatures.All.Select(feature => feature.Body(wire)).OfType<byte[]>();

    private static IEnumerable<byte[]> Answers(WireName wire) =>
        AnswerFeatures.All.Select(feature => feature.Events(wire)).OfType<IReadOnlyList<ChatEvent>>().Select(events => ConformanceTable.Stream(wire, events));

    private static void Cut(byte[] bytes)
    {
        ReadOnlySpan<byte> unread = bytes;
        while (SseEvents.TryTake(ref unread, out var raw))
        {
            Assert.NotEqual(0, raw.Length);
            Assert.True(SseEvents.Data(raw, out _).Length < raw.Length);
        }
    }

    private static void ReadRequest(WireName wire, byte[] body)
    {
        var isSound = Wires.TryScan(wire, body, out var envelope, out var problem);
        Assert.Equal((isSound, !isSound), (envelope is not null, problem is not null));
        var isRead = Wires.Of(wire).TryRead(body, out var request, out problem);
        Assert.Equal((isRead, !isRead), (request is not null, problem is not null));
        if (!isSound)
        {
            // The gateway reads only what its scan has found sound.
            return;
        }

        Wires.Splice(wire, body);
        foreach (var engine in isRead ? Wires.All : [])
        {
            var output = new ArrayBufferWriter<byte>();
            Wires.Of(engine).Write(request!, "auto", output, new Losses());
            using var written = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1024 });
        }
    }

    private static void ReadAnswer(WireName wire, byte[] bytes)
    {
        var reader = Wires.Of(wire).NewReader();
        var events = new List<ChatEvent>();
        ReadOnlySpan<byte> unread = bytes;
        while (SseEvents.TryTake(ref unread, out var raw) && reader.TryRead(SseEvents.Data(raw, out _), events))
        {
        }

        var answer = new CollectedAnswer();
        events.ForEach(answer.Add);
        foreach (var client in Wires.All)
        {
            var head = new AnswerHead("1", "auto", 1) { Request = """{"model":"auto","input":"hi"}"""u8.ToArray() };
            var output = new ArrayBufferWriter<byte>();
            var writer = Wires.Of(client).NewWriter(head);
            events.ForEach(each => writer.Write(each, output));
            writer.End(output);
            output.ResetWrittenCount();
            Wires.Of(client).WriteWhole(answer, head, output);
            using var written = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1024 });
        }
    }
}
