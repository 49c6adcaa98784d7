using System.Globalization;
using AutoClaw.Cli.Simulator;

namespace AutoClaw.HeadToHead;

/// <summary>
/// Many runs, each with its own seed against simulators whose waits vary by a fifth around what they were told: in how many of them the
/// intervals hold that, and the right engine wins.
/// </summary>
internal static class RepeatedRuns
{
    private const double Jitter = 0.2;
    private const int Tokens = 32;
    private const int Needed = 93;

    public static async Task<bool> RunAsync(string cli, int runs, int atOnce)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var gate = new Lock();
        await Parallel.ForEachAsync(Enumerable.Range(1, runs), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (seed, cancelled) =>
        {
            await using var local = await Start("small", Truth.LocalTtftMs, Truth.LocalTokensPerSecond, seed, cancelled);
            await using var cloud = await Start("big", Truth.CloudTtftMs, Truth.CloudTokensPerSecond, seed + 1_000_000, cancelled);
            var report = await BenchProcess.RunAsync(
                cli, "--url", $"local={local.BaseUrl}#small", "--url", $"cloud={cloud.BaseUrl}#big", "--quick", "--prompts", "6", "--seed", seed.ToString(CultureInfo.InvariantCulture));
            lock (gate)
            {
                Count("TTFT: local wins", BenchProcess.Winner(report, "ttft_ms") == "local");
                Count("tokens/s: cloud wins", BenchProcess.Winner(report, "tokens_per_second") == "cloud");
                Count("TTFT: all intervals of the row hold", Covers("TTFT of local", BenchProcess.Figure(report, "ttft_ms", "local"), Truth.LocalTtftMs)
                    & Covers("TTFT of cloud", BenchProcess.Figure(report, "ttft_ms", "cloud"), Truth.CloudTtftMs)
                    & Covers("TTFT ratio", BenchProcess.Effect(report, "ttft_ms"), Truth.LocalTtftMs / Truth.CloudTtftMs));
                Count("tokens/s: all intervals of the row hold", Covers("tokens/s of local", BenchProcess.Figure(report, "tokens_per_second", "local"), Truth.LocalTokensPerSecond)
                    & Covers("tokens/s of cloud", BenchProcess.Figure(report, "tokens_per_second", "cloud"), Truth.CloudTokensPerSecond)
                    & Covers("tokens/s ratio", BenchProcess.Effect(report, "tokens_per_second"), Truth.CloudTokensPerSecond / Truth.LocalTokensPerSecond));
            }
        });
        Console.WriteLine("| what | runs in which it held |");
        Console.WriteLine("| --- | --- |");
        foreach (var (what, count) in counts)
        {
            Console.WriteLine($"| {what} | {count} of {runs} |");
        }

        Console.WriteLine();

        // That all of a row hold at once is told, and not asked for: it is a product of the others.
        return counts.All(each => each.Key.Contains("all intervals", StringComparison.Ordinal) || each.Value * 100 >= Needed * runs);

        void Count(string what, bool held) => counts[what] = counts.GetValueOrDefault(what) + (held ? 1 : 0);

        bool Covers(string what, (double Estimate, double Low, double High) interval, double truth)
        {
            var holds = interval.Low <= truth && truth <= interval.High;
            Count($"interval holds the {what}", holds);
            return holds;
        }
    }

    private static Task<SimulatorServer> Start(string model, double ttft, double tokensPerSecond, int seed, CancellationToken cancelled) => SimulatorServer.StartAsync(
        new SimulatorServerOptions
        {
            Model = model, Ttft = TimeSpan.FromMilliseconds(ttft), TokensPerSecond = tokensPerSecond, OutputTokens = Tokens, Jitter = Jitter, Seed = (ulong)seed,
        },
        cancelled);
}
