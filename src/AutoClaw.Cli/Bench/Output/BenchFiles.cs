using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Gateway;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>The files of a run.</summary>
internal static class BenchFiles
{
    public const string Html = "report.html";

    public const string Markdown = "report.md";

    public const string Json = "report.json";

    public const string Calls = "calls.jsonl";

    /// <summary>Writes all forms into <paramref name="folder"/>, which is made if it is not there.</summary>
    public static void Write(string folder, BenchReport report, IEnumerable<BenchCall> calls)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Json), BenchJson.Write(report));
        File.WriteAllText(Path.Combine(folder, Markdown), BenchMarkdown.Write(report));
        File.WriteAllText(Path.Combine(folder, Html), BenchHtml.Write(report));
        using var lines = new StreamWriter(Path.Combine(folder, Calls));
        foreach (var call in calls)
        {
            lines.WriteLine(BenchJson.WriteLine(call));
        }
    }
}
