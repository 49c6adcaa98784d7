using AutoClaw.Core.Privacy;
using BenchmarkDotNet.Attributes;

namespace AutoClaw.Benchmarks;

/// <summary>The content scan. The bars are 100 microseconds per KB and 0 bytes on text without anything, 2 ms for 4 KB of anything.</summary>
[MemoryDiagnoser]
public class ScannerBenchmarks
{
    private readonly List<PiiSpan> _found = new(4096);
    private string _text = "";

    [Params(1, 4)]
    public int Kilobytes { get; set; }

    /// <summary>Prose, code with numbers, sentences full of identifiers, and numbers that are nearly one.</summary>
    [Params("prose", "code", "dirty", "worst")]
    public string Text { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _text = TextOf(Text, Kilobytes * 1024);

    internal static string TextOf(string kind, int length)
    {
        var piece = kind switch
        {
            "prose" => "please tell me how i can change the limit of my card, and what happens if it is lost on the way to the shop. Thank you very much. ",
            "code" => "for (var i = 0; i < 1024; i++) { sum += table[i & 0xff] * 31; log($\"{i}: {sum:0.00}\"); } // O(n), see RFC 7519 section 4.1.3\n",
            "dirty" => "My card is 4012 8888 8888 1881, SSN 078-05-1123, mail jane@x.org, call +1 415 555 0132, IBAN DE89 3704 0044 0532 0130 00, host 203.0.113.9. ",
            _ => "account 123456789 12-34-56 A1234567 1234.5678@",
        };
        return string.Concat(Enumerable.Repeat(piece, (length / piece.Length) + 1))[..length];
    }

    [Benchmark]
    public int Scan()
    {
        _found.Clear();
        PiiScanner.Default.Scan(_text, _found);
        return _found.Count;
    }
}
