using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Benchmarks;

/// <summary>How long single scans of 4 KB take, each timed alone: means hide what one request in a hundred waits for.</summary>
internal static class ScanTail
{
    private const int Scans = 20_000;
    private const int WarmUp = 2_000;

    public static void Run()
    {
        var plain = PiiScanner.Default;
        var named = new PiiScanner([.. PiiScanner.DefaultTypes, .. PiiTagger.Types], names: PiiTagger.Shipped);
        Console.WriteLine("| 4 KB of | read as | p50 | p99 | p99.9 |\n| --- | --- | ---: | ---: | ---: |");
        foreach (var kind in (string[])["prose", "code", "dirty", "worst"])
        {
            var text = ScannerBenchmarks.TextOf(kind, 4096);
            var found = new List<PiiSpan>(4096);
            var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "auto", messages = new[] { new { role = "user", content = text } } });
            var request = new RequestTexts(plain.Scan);
            var namedRequest = new RequestTexts(named.Scan);
            Time(kind, "text", () =>
            {
                found.Clear();
                plain.Scan(text, found);
            });
            Time(kind, "request", () => request.Find(body));
            Time(kind, "request, with names", () => namedRequest.Find(body));
        }
    }

    private static void Time(string kind, string how, Action scan)
    {
        var micros = new double[Scans];
        for (var i = -WarmUp; i < Scans; i++)
        {
            var began = Stopwatch.GetTimestamp();
            scan();
            micros[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(micros);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {how} | {micros[Scans / 2]:0} us | {micros[Scans * 99 / 100]:0} us | {micros[Scans * 999 / 1000]:0} us |"));
    }
}
