using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.Cli.Simulator;

namespace AutoClaw.Overload;

/// <summary>Many clients that read a byte a second of answers without end: what each costs the gateway, and what others notice.</summary>
internal static partial class ReaderRun
{
    // Of memory, for each.
    private const double MostBytes = 64 * 1024;

    public static async Task<bool> RunAsync(OverloadOptions options)
    {
        using var flood = new FloodingEngine();
        await using var simulator = await SimulatorServer.StartAsync(new() { Model = "quick", OutputTokens = 16, TokensPerSecond = 400, Ttft = TimeSpan.FromMilliseconds(20) });
        using var gateway = await GatewayProcess.StartAsync([typeof(ReaderRun).Assembly.Location, "host"], $$"""
            engines:
              quick: {place: local, base_url: "{{simulator.BaseUrl}}", model: quick}
              flood: {place: local, base_url: "{{flood.BaseUrl}}", model: flood}
            routes:
              auto: {engines: [quick]}
            """);
        using var other = new Asker(gateway.BaseUrl, "quick", stream: true);
        var time = TimeSpan.FromSeconds(options.Seconds);

        // A tenth of them first, so that what is paid once is not counted.
        var first = await StartAsync(gateway.BaseUrl, flood, options.Readers / 10);
        await other.InTurnsAsync(4, time / 2);
        var before = await other.InTurnsAsync(4, time);
        var empty = await gateway.HeldAsync();
        var sent = flood.Sent;
        var readers = await StartAsync(gateway.BaseUrl, flood, options.Readers);
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync([.. first, .. readers], stop.Token);
        await SettleAsync(flood);
        var taken = (flood.Sent - sent) / (double)readers.Length;
        var during = await other.InTurnsAsync(4, time);
        var full = await gateway.HeldAsync();
        var cut = readers.Count(reader => reader.IsCut);
        var each = (full.AnonymousMb - empty.AnonymousMb) * 1e6 / readers.Length;
        await stop.CancelAsync();
        await reading;
        foreach (var reader in (SlowReader[])[.. first, .. readers])
        {
            reader.Dispose();
        }

        var began = Stopwatch.GetTimestamp();
        using var http = new HttpClient();
        while (await UnderWayAsync(http, gateway.BaseUrl) > 0 && Stopwatch.GetElapsedTime(began) < time)
        {
        }

        var (ended, still) = (Stopwatch.GetElapsedTime(began).TotalMilliseconds, await UnderWayAsync(http, gateway.BaseUrl));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"\n{readers.Length} clients that read a byte a second: {each / 1024:0.0} KiB of the gateway's memory each ({empty.AnonymousMb:0} MB before, {full.AnonymousMb:0} MB with them); {taken / 1024:0} KiB each were taken from the engine, sockets included; {cut} were cut. All left, and after {ended:0} ms the gateway had {still} calls under way."));
        var (wasHalf, isHalf) = (before.Select(asked => asked.Milliseconds).At(0.5), during.Select(asked => asked.Milliseconds).At(0.5));
        var (was, now) = (before.Select(asked => asked.Milliseconds).At(0.99), during.Select(asked => asked.Milliseconds).At(0.99));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Others' answers took {wasHalf:0.0} ms before (p99 {was:0.0}) and {isHalf:0.0} ms with them (p99 {now:0.0}); {during.Count(asked => asked is not { Status: 200, Whole: true })} of {during.Count} were not whole."));
        return each <= MostBytes && still == 0 && during.All(asked => asked is { Status: 200, Whole: true });
    }

    // Its metrics are up to 300 ms old.
    private static async Task<int> UnderWayAsync(HttpClient http, Uri baseUrl)
    {
        var metrics = await http.GetStringAsync(new Uri(baseUrl, "/metrics"));
        return int.Parse(UnderWayLine().Match(metrics).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("autoclaw_engine_under_way\\{[^}]*\"flood\"[^}]*\\} ([0-9]+)")]
    private static partial Regex UnderWayLine();

    private static async Task<SlowReader[]> StartAsync(Uri baseUrl, FloodingEngine flood, int count)
    {
        var readers = Enumerable.Range(0, count).Select(_ => new SlowReader()).ToArray();
        foreach (var some in readers.Chunk(50))
        {
            await Task.WhenAll(some.Select(reader => reader.AskAsync(baseUrl)));
        }

        await SettleAsync(flood);
        return readers;
    }

    // Until the engine has been held up for two seconds.
    private static async Task SettleAsync(FloodingEngine flood)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(2));
        for (var before = -1L; flood.Sent != before;)
        {
            before = flood.Sent;
            await tick.WaitForNextTickAsync();
        }
    }

    private static async Task ReadAsync(SlowReader[] readers, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                await Task.WhenAll(readers.Select(reader => reader.ReadAsync()));
            }
            while (await tick.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }
}
