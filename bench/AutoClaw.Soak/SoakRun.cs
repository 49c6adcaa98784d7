using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AutoClaw.Cli.Simulator;
using AutoClaw.LocalLoad;

namespace AutoClaw.Soak;

/// <summary>
/// Finds what the gateway can take, loads it with half of it for a long time, and looks at its memory and its handles meanwhile. Router,
/// ledger and all on; everything is on the loopback and ends with the run.
/// </summary>
internal static partial class SoakRun
{
    // What memory may grow by, in MB for each ten minutes.
    private const double MostGrowth = 1;

    public static async Task<int> RunAsync(SoakOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-soak-").FullName;
        try
        {
            return await RunAsync(options, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(SoakOptions options, string folder)
    {
        await using var local = await SimulatorServer.StartAsync(Simulated("local-model"));
        await using var cloud = await SimulatorServer.StartAsync(Simulated("cloud-model") with { FaultMarkers = false });
        var key = $"sk-ac-soak-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var config = Path.Combine(folder, "autoclaw.yaml");
        await File.WriteAllTextAsync(config, Config(folder, local.BaseUrl, cloud.BaseUrl, key));
        using var gateway = await ChildProcess.StartAsync(
            "dotnet", [options.AutoClaw, "up", "-c", config, "--port", "0", "--json"], new Dictionary<string, string> { ["AUTOCLAW_HOME"] = folder }, BaseUrl());
        var clients = Enumerable.Range(0, options.Clients).Select(i => new SoakClient(new Uri(gateway.Said), key, i)).ToArray();

        // Once to have it compiled, once to count.
        await LoadAsync(clients, new Pace(null), TimeSpan.FromSeconds(options.Peak / 2.0));
        var before = clients.Sum(client => client.Asked);
        await LoadAsync(clients, new Pace(null), TimeSpan.FromSeconds(options.Peak));
        var peak = (clients.Sum(client => client.Asked) - before) / (double)options.Peak;
        Say($"peak: {peak:0} requests/s with {options.Clients} clients; load: {peak / 2:0}/s for {options.Seconds} s");

        foreach (var client in clients)
        {
            client.BeginAnew();
        }

        var pace = new Pace(peak / 2);
        var load = LoadAsync(clients, pace, TimeSpan.FromSeconds(options.Seconds));
        var samples = await WatchAsync(gateway.Id, options, load);
        await load;
        var soaked = clients.Sum(client => client.Asked);
        var wrong = clients.SelectMany(client => client.Wrong).ToArray();
        var milliseconds = clients.SelectMany(client => client.Milliseconds).Order().ToArray();
        foreach (var client in clients)
        {
            client.Dispose();
        }

        var ledger = new SoakLedger(Path.Combine(folder, "ledger.db"));
        var (calls, rows, open) = await SettledAsync(local, cloud, ledger);
        var counted = samples.Where(sample => sample.Seconds >= options.Warmup).ToArray();
        var growth = Trend.Slope([.. counted.Select(sample => (sample.Seconds / 600, sample.ResidentMb))]);
        var (least, most) = (counted.Min(sample => sample.Handles), counted.Max(sample => sample.Handles));
        Say($"");
        Say($"| after s | resident MB | anonymous MB | handles | threads |");
        Say($"| ---: | ---: | ---: | ---: | ---: |");
        foreach (var sample in Enumerable.Range(0, 11).Select(i => samples[i * (samples.Count - 1) / 10]))
        {
            Say($"| {sample.Seconds:0} | {sample.ResidentMb:0.0} | {sample.AnonymousMb:0.0} | {sample.Handles} | {sample.Threads} |");
        }

        Say($"");
        Say($"{soaked} requests, {soaked / (double)options.Seconds:0}/s, {clients.Sum(client => client.Left)} left in the middle; p50 {milliseconds[milliseconds.Length / 2]:0.0} ms, p99 {milliseconds[milliseconds.Length * 99 / 100]:0.0} ms; latest start {pace.Latest:0.00} s after it was due; {wrong.Length} went wrong");
        foreach (var group in wrong.GroupBy(text => text).OrderByDescending(group => group.Count()).Take(10))
        {
            Say($"wrong: {group.Count()} x {group.Key}");
        }

        // Nothing that the simulators do takes so long.
        foreach (var slow in ledger.Slow(seconds: 10))
        {
            Say($"slow: {slow}");
        }

        Say($"ledger: {rows} attempts settled, {open} open; engines: {calls} calls");
        Say($"resident memory after {options.Warmup} s: {growth:+0.00;-0.00} MB in ten minutes; handles {least} to {most}, {counted[0].Handles} at first, {counted[^1].Handles} at last");
        var kept = wrong.Length == 0 && growth < MostGrowth && rows == calls && open == 0;
        Say($"{(kept ? "kept" : "BROKEN")}");
        return kept ? 0 : 1;
    }

    private static async Task LoadAsync(SoakClient[] clients, Pace pace, TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        await Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(pace, stop.Token))));
    }

    private static async Task<List<ProcessSample>> WatchAsync(int process, SoakOptions options, Task load)
    {
        var samples = new List<ProcessSample>();
        var began = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(options.Every));
        do
        {
            samples.Add(ProcessSample.Take(process, Stopwatch.GetElapsedTime(began).TotalSeconds));
            await tick.WaitForNextTickAsync();
        }
        while (!load.IsCompleted);
        return samples;
    }

    // Those that were left in the middle may end a moment later.
    private static async Task<(long Calls, long Rows, long Open)> SettledAsync(SimulatorServer local, SimulatorServer cloud, SoakLedger ledger)
    {
        var began = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            await tick.WaitForNextTickAsync();
            var calls = local.Stats.Requests + cloud.Stats.Requests;
            var (rows, open) = (ledger.Count("attempt"), ledger.Count("reservation"));
            if ((rows == calls && open == 0) || Stopwatch.GetElapsedTime(began) > TimeSpan.FromSeconds(10))
            {
                return (calls, rows, open);
            }
        }
    }

    private static SimulatorServerOptions Simulated(string model) => new() { Model = model, OutputTokens = 24, TokensPerSecond = 2_000, FaultMarkers = true };

    private static string Config(string folder, Uri local, Uri cloud, string key) => $$"""
        auth:
          keys:
            - {id: soak, hash: "sha256:{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}" }
        engines:
          home: {place: local, base_url: "{{local}}", model: local-model, embedding_model: local-model, price: {input: 0, output: 0}, retries: 0}
          sky: {place: cloud, base_url: "{{cloud}}", private_network: true, model: cloud-model, price: {input: 1, output: 2} }
        routes:
          auto: {engines: [home, sky] }
          first: {engines: [home, sky], aim: {threshold: 1} }
        ledger: {path: "{{folder}}/ledger.db"}
        """;

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"""base_url"": ""(http://[^""]+)""")]
    private static partial Regex BaseUrl();
}
