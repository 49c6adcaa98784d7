using System.Buffers;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;
using BenchmarkDotNet.Attributes;

namespace AutoClaw.Benchmarks;

/// <summary>
/// A request of 4 KB from the client's bytes to the engine's: scanned and spliced where both speak the same, scanned, read and written
/// where they do not. The bar for the difference is 40 microseconds.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(CrossWireConfig))]
public class CrossWireRequestBenchmarks
{
    private static readonly byte[] Model = "\"model-of-the-engine\""u8.ToArray();

    private IWire _client = null!;
    private IWire _engine = null!;
    private byte[] _body = [];

    [ParamsAllValues]
    public WireName Client { get; set; }

    [ParamsAllValues]
    public WireName Engine { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _client = SampleWire.Of(Client);
        _engine = SampleWire.Of(Engine);
        _body = SampleWire.Request(Client);
        if (CrossWire() < _body.Length / 2)
        {
            throw new InvalidOperationException($"Not much of {Client}'s request gets to {Engine}.");
        }
    }

    [Benchmark(Baseline = true)]
    public long SameWire()
    {
        SampleWire.TryScan(Client, _body, out var envelope);
        return (Client switch
        {
            WireName.Anthropic => AnthropicRequestSplice.Create(envelope!, Model),
            WireName.Gemini => SplicedBody.Create(envelope!.Body, []),
            _ => ChatRequestSplice.Create(envelope!, Model, askUsage: true),
        }).Length;
    }

    [Benchmark]
    public int CrossWire()
    {
        SampleWire.TryScan(Client, _body, out var envelope);
        _client.TryRead(envelope!.Body, out var request, out _);
        var losses = new Losses();
        var body = new ArrayBufferWriter<byte>((envelope.Body.Length * 5 / 4) + 1024);
        _engine.Write(request!, "model-of-the-engine", body, losses);
        return body.WrittenCount;
    }
}
