using AutoClaw.Core.Wire.OpenAiChat;
using BenchmarkDotNet.Attributes;

namespace AutoClaw.Benchmarks;

/// <summary>The one pass over a request's bytes, duplicate keys and depth checked.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmarks
{
    private byte[] _body = [];

    [Params(1, 4, 16)]
    public int Kilobytes { get; set; }

    [GlobalSetup]
    public void Setup() => _body = SampleRequest.Create(Kilobytes * 1024);

    [Benchmark]
    public bool Scan() => ChatRequestScanner.TryScan(_body, out _, out _);
}
