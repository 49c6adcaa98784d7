using System.Globalization;

namespace AutoClaw.HeadToHead;

/// <summary>Two simulators that keep their pace exactly: how near the figures come.</summary>
internal static class PlainRun
{
    private const double Within = 0.03;

    public static async Task<bool> RunAsync(string cli, string config)
    {
        var report = await BenchProcess.RunAsync(cli, "--config", config, "--engines", "local,cloud", "--quick");
        Console.WriteLine("| figure | told | found | off by |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var well = Check(report, "ttft_ms", "local", Truth.LocalTtftMs) & Check(report, "ttft_ms", "cloud", Truth.CloudTtftMs)
            & Check(report, "tokens_per_second", "local", Truth.LocalTokensPerSecond) & Check(report, "tokens_per_second", "cloud", Truth.CloudTokensPerSecond)
            & BenchProcess.Winner(report, "ttft_ms") == "local" & BenchProcess.Winner(report, "tokens_per_second") == "cloud";
        Console.WriteLine();
        return well;
    }

    private static bool Check(System.Text.Json.JsonElement report, string key, string engine, double truth)
    {
        var found = BenchProcess.Figure(report, key, engine).Estimate;
        var off = (found / truth) - 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {engine} {key} p50 | {truth} | {found:0.00} | {off * 100:+0.00;-0.00} % |"));
        return Math.Abs(off) <= Within;
    }
}
