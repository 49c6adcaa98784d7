using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoClaw.FunctionalTests.LlamaServer;

namespace AutoClaw.LocalLoad;

/// <summary>
/// The same llama-server, asked directly and through AutoClaw (router and ledger on), in turn, in one run. Everything is on the loopback
/// and ends with the run.
/// </summary>
internal static partial class LocalRun
{
    private const int Slots = 4;
    private const int Context = 2048;
    private const int ManyClients = 64;

    private static int _measurements;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(RunOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-local-load-").FullName;
        try
        {
            var all = new List<Figures>();
            foreach (var model in options.Models)
            {
                all.AddRange(await MeasureAsync(model, options, folder));
            }

            Report.Print(all);
            if (options.Json is not null)
            {
                await File.WriteAllTextAsync(options.Json, JsonSerializer.Serialize(all, Json));
            }

            return all.Sum(figures => figures.Errors) == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Figures>> MeasureAsync(string model, RunOptions options, string folder)
    {
        var file = Path.Combine(folder, $"{model}.gguf");
        if (model == "tiny")
        {
            TinyModel.Write(file, Context * Slots);
        }
        else
        {
            RandomModel.Write(file, Context * Slots);
        }

        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var server = await ChildProcess.StartAsync(
            options.LlamaServer,
            ["--model", file, "--alias", "m", "--host", "127.0.0.1", "--port", "0", "--ctx-size", $"{Context * Slots}", "--parallel", $"{Slots}",
             "--no-kv-unified", "--threads", "1", "--jinja", "--no-webui", "--offline",

             // No prompt comes twice, and looking for it among thousands that were kept makes each request slower than the one before.
             "--cache-ram", "0"],
            new Dictionary<string, string> { ["LLAMA_API_KEY"] = key }, Listening());
        await LoadedAsync(server.Said);
        var clientKey = $"sk-ac-localload-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var config = Path.Combine(folder, $"{model}.yaml");
        await File.WriteAllTextAsync(config, Config(folder, model, server.Said, key, clientKey));
        using var gateway = await ChildProcess.StartAsync(
            "dotnet", [options.AutoClaw, "up", "-c", config, "--port", "0", "--json"], new Dictionary<string, string> { ["AUTOCLAW_HOME"] = folder }, BaseUrl());

        Target[] targets = [new("direct", server.Said + "/v1", key, false), new("gateway", gateway.Said, clientKey, true)];
        CpuTimes Cpu() => new(server.Cpu, gateway.Cpu, Environment.CpuUsage.TotalTime);
        var tokens = options.Tokens ?? (model == "tiny" ? 256 : 24);

        // What is compiled while it runs is slow until it is.
        foreach (var target in targets)
        {
            await LoadAsync(model, target, Slots, tokens, options.Seconds / 2, Cpu);
        }

        var all = new List<Figures>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var streams in (int[])[1, Slots])
            {
                foreach (var target in round % 2 == 0 ? targets : targets.Reverse())
                {
                    all.Add(await LoadAsync(model, target, streams, tokens, options.Seconds, Cpu));
                }
            }

            all.Add(await LoadAsync(model, targets[0], 2 * Slots, tokens, options.Seconds, Cpu));
            all.Add(await LoadAsync(model, targets[1], ManyClients, tokens, 4 * options.Seconds, Cpu));
        }

        return all;
    }

    private static async Task<Figures> LoadAsync(string model, Target target, int streams, int tokens, double seconds, Func<CpuTimes> cpu)
    {
        var measurement = Interlocked.Increment(ref _measurements);
        var before = cpu();
        var clients = Enumerable.Range(0, streams).Select(i => new StreamClient(target, tokens, $"{measurement}-{i}")).ToArray();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(client => client.RunAsync(started + (long)(seconds * Stopwatch.Frequency))));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;

        // Off the thread that reads the sockets, where the last answer ended: whoever blocks that one waits for ever.
        await Task.Yield();
        var ttft = clients.SelectMany(client => client.FirstContent).Order().ToArray();
        var used = cpu() - before;
        var mean = clients.Average(client => client.Answers);
        var figures = new Figures(
            model, target.Name, streams, clients.Sum(client => client.Tokens) / took, ttft.Length == 0 ? double.NaN : ttft[ttft.Length / 2],
            clients.Sum(client => client.Errors), mean == 0 ? double.NaN : clients.Max(client => Math.Abs(client.Answers - mean)) / mean);
        foreach (var client in clients)
        {
            client.Dispose();
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model,-4} {target.Name,-7} {streams,2} streams: {figures.TokensPerSecond,8:0.0} tokens/s, TTFT {figures.TtftMillis,8:0.00} ms, errors {figures.Errors}, CPU us/token: {used.PerToken(clients.Sum(client => client.Tokens))}"));
        return figures;
    }

    private static async Task LoadedAsync(string root)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using var health = await http.GetAsync(new Uri(root + "/health"));
            if (health.IsSuccessStatusCode)
            {
                return;
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static string Config(string folder, string model, string root, string key, string clientKey)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clientKey)));
        return $$"""
            auth:
              keys:
                - {id: localload, hash: "sha256:{{hash}}"}
            engines:
              home: {place: local, base_url: "{{root}}/v1", model: m, api_key: "{{key}}", price: {input: 0, output: 0}, kind: llama.cpp, queue: {slots: {{Slots}}, max_wait: 30m} }
            ledger: {path: "{{folder}}/{{model}}.db"}
            """;
    }

    [GeneratedRegex(@"listening on (http://127\.0\.0\.1:[1-9]\d*)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"""base_url"": ""(http://[^""]+)""")]
    private static partial Regex BaseUrl();
}
