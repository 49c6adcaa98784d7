using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;
using BenchmarkDotNet.Attributes;

namespace AutoClaw.Benchmarks;

/// <summary>Names and addresses in text without any, and in text that is full of them. The bar is 60 microseconds per KB and 0 bytes where there is none.</summary>
[MemoryDiagnoser]
public class TaggerBenchmarks
{
    private const string Plain = "please tell me how i can change the limit of my card, and what happens if it is lost on the way to the shop. Thank you very much. ";
    private const string Names = "My name is Anna Kowalska, I work for Siemens in Barcelona and live at 12 Oak Street, 08001 Barcelona. Call Mr. Baker. ";

    private readonly List<PiiSpan> _found = new(4096);
    private string _text = "";

    [Params(1, 4, 64)]
    public int Kilobytes { get; set; }

    [Params(false, true)]
    public bool WithNames { get; set; }

    [GlobalSetup]
    public void Setup() => _text = string.Concat(Enumerable.Repeat(WithNames ? Names : Plain, (Kilobytes * 1024 / 100) + 1))[..(Kilobytes * 1024)];

    [Benchmark]
    public int Tag()
    {
        _found.Clear();
        PiiTagger.Shipped.Tag(_text, _found);
        return _found.Count;
    }
}
