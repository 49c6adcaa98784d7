using System.Globalization;
using AutoClaw.Cli.Simulator;

namespace AutoClaw.Overload;

/// <summary>
/// Finds what an engine with few slots gives through the gateway, and then asks for four times as much: how much of it is still given, how
/// long that takes, and how soon the rest is refused. The engine is bound by its slots and not by the processor.
/// </summary>
internal static class LoadRun
{
    private const int Slots = 16, Waiting = 8, Times = 4;

    public static async Task<bool> RunAsync(OverloadOptions options)
    {
        Console.WriteLine("| what bounds it | peak, answers/s | p99 ms | asked for/s | answered/s | of the peak | p99 ms | of the peak's | refused | refused after, p50, p99, longest ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var queue = await MeasureAsync(options, "the engine's queue", $"queue: {{slots: {Slots}, length: {Waiting}}}", "", 429);

        // Nine tenths of it are for clients of normal priority.
        var limit = await MeasureAsync(options, "`limits.max_concurrent`", "retries: 0", $"limits: {{max_concurrent: {(Slots * 10 / 9) + 1}}}", 503);
        return queue && limit;
    }

    private static async Task<bool> MeasureAsync(OverloadOptions options, string bound, string engine, string limits, int refusal)
    {
        await using var simulator = await SimulatorServer.StartAsync(new() { Model = "slow", OutputTokens = 16, TokensPerSecond = 100, Ttft = TimeSpan.FromMilliseconds(50) });
        using var gateway = await GatewayProcess.StartAsync([options.AutoClaw], $$"""
            engines:
              slow: {place: local, base_url: "{{simulator.BaseUrl}}", model: slow, {{engine}} }
            {{limits}}
            """);
        using var asker = new Asker(gateway.BaseUrl, "slow", stream: true);
        var time = TimeSpan.FromSeconds(options.Seconds);

        // Once to have it compiled, refusals too.
        await asker.InTurnsAsync(Slots, time / 4);
        await asker.AtRateAsync(200, time / 4);
        var peak = await asker.InTurnsAsync(Slots, time);
        var rate = peak.Count(asked => asked is { Status: 200, Whole: true }) / time.TotalSeconds;
        var loaded = await asker.AtRateAsync(rate * Times, time);
        var answered = loaded.Where(asked => asked is { Status: 200, Whole: true }).Select(asked => asked.Milliseconds).ToArray();
        var refused = loaded.Where(asked => asked.Status == refusal).Select(asked => asked.Milliseconds).ToArray();
        var (before, after) = (peak.Select(asked => asked.Milliseconds).At(0.99), answered.At(0.99));
        var given = answered.Length / time.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {bound} | {rate:0.0} | {before:0} | {loaded.Count / time.TotalSeconds:0} | {given:0.0} | {given / rate:P0} | {after:0} | {after / before:0.00} | {refused.Length} | {refused.At(0.5):0.0}, {refused.At(0.99):0.0}, {refused.At(1):0.0} |"));
        return given / rate >= 0.9 && after / before <= 2 && refused.At(0.99) < 10 && answered.Length + refused.Length == loaded.Count;
    }
}
