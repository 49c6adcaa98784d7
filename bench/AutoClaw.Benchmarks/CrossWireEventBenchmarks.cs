using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using BenchmarkDotNet.Attributes;

namespace AutoClaw.Benchmarks;

/// <summary>
/// A piece of a streamed answer from the engine's bytes to the client's: cut, watched and copied where both speak the same, cut, read and
/// written where they do not. The bar for the difference is 5 microseconds.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(CrossWireConfig))]
public class CrossWireEventBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly List<ChatEvent> _events = new(4);
    private IWire _client = null!;
    private IWire _engine = null!;
    private byte[] _answer = [];

    [ParamsAllValues]
    public WireName Client { get; set; }

    [ParamsAllValues]
    public WireName Engine { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _client = SampleWire.Of(Client);
        _engine = SampleWire.Of(Engine);
        _answer = SampleWire.Answer(Engine);
        if (CrossWire() < 200 * 30)
        {
            throw new InvalidOperationException($"Not much of {Engine}'s answer gets to {Client}.");
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = SampleWire.Pieces)]
    public int SameWire()
    {
        _output.ResetWrittenCount();
        if (Engine == WireName.OpenAiChat)
        {
            CopyChunks();
        }
        else
        {
            CopyEvents();
        }

        return _output.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = SampleWire.Pieces)]
    public int CrossWire()
    {
        _output.ResetWrittenCount();
        var reader = _engine.NewReader();
        var writer = _client.NewWriter(new AnswerHead("1", "model", 1));
        ReadOnlySpan<byte> unread = _answer;
        while (SseEvents.TryTake(ref unread, out var raw))
        {
            _events.Clear();
            reader.TryRead(SseEvents.Data(raw, out _), _events);
            foreach (var piece in _events)
            {
                writer.Write(piece, _output);
            }
        }

        writer.End(_output);
        return _output.WrittenCount;
    }

    private void CopyEvents()
    {
        var reader = _engine.NewReader();
        ReadOnlySpan<byte> unread = _answer;
        while (SseEvents.TryTake(ref unread, out var raw))
        {
            _events.Clear();
            reader.TryRead(SseEvents.Data(raw, out _), _events);
            _output.Write(raw);
        }
    }

    private void CopyChunks()
    {
        var template = new ChunkTemplate();
        ReadOnlySpan<byte> unread = _answer;
        while (SseEvents.TryTake(ref unread, out var raw))
        {
            var data = SseEvents.Data(raw, out _);
            if (!template.TryMatch(data, out _))
            {
                template.Learn(data, ChatChunkReader.Read(data));
            }

            _output.Write(raw);
        }
    }
}
