using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.LocalLoad;

namespace AutoClaw.EngineKills;

/// <summary>
/// A gateway that owns a llama-server with the tiny model, clients that load it, and kill -9 for the engine again and again. Everything is
/// on the loopback and ends with the run.
/// </summary>
internal static partial class KillRun
{
    private const int Slots = 4;
    private const int Context = 2048;

    // More than recovery may take, so that one that takes too long is measured and not only missed.
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(KillOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-engine-kills-").FullName;
        try
        {
            return await RunAsync(options, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> RunAsync(KillOptions options, string folder)
    {
        var model = Path.Combine(folder, "tiny.gguf");
        TinyModel.Write(model, Context * Slots);
        using var other = await ChildProcess.StartAsync(
            "dotnet", [options.AutoClaw, "simulate", "--port", "0", "--json", "--tokens", "32"], new Dictionary<string, string> { ["AUTOCLAW_HOME"] = folder }, BaseUrl());
        var key = $"sk-ac-kills-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var config = Path.Combine(folder, "autoclaw.yaml");
        await File.WriteAllTextAsync(config, Config(folder, options.LlamaServer, model, other.Said, key));
        using var gateway = await ChildProcess.StartAsync(
            "dotnet", [options.AutoClaw, "up", "-c", config, "--port", "0", "--json"], new Dictionary<string, string> { ["AUTOCLAW_HOME"] = folder }, BaseUrl());

        var recovery = new Recovery();
        var clients = Enumerable.Range(0, options.Clients).Select(i => new LoadClient(new Uri(gateway.Said), key, i, recovery)).ToArray();
        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var load = Task.WhenAll(clients.Select(client => client.RunAsync(stop.Token)));
        var recoveries = await KillAsync(options, model, recovery);
        await stop.CancelAsync();
        await load;
        var all = clients.SelectMany(client => client.Asked).ToArray();
        foreach (var client in clients)
        {
            client.Dispose();
        }

        // Every end was told to its client after it had been settled, so all of it is there although the gateway still runs.
        return Report.Print(options, Stopwatch.GetElapsedTime(started), recoveries, all, LedgerCheck.Read(Path.Combine(folder, "ledger.db"), all)) ? 0 : 1;
    }

    private static async Task<List<TimeSpan>> KillAsync(KillOptions options, string model, Recovery recovery)
    {
        var recoveries = new List<TimeSpan>();
        var random = new Random(options.Seed);
        await recovery.After(0).WaitAsync(RecoveryLimit);
        for (var i = 0; i < options.Kills; i++)
        {
            // At any point of an answer, and not only right after one.
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(random.Next(20, 600)));
            await moment.WaitForNextTickAsync();
            var engine = EngineProcess.Find(model) ?? throw new InvalidOperationException("The engine answers and there is no process of it.");
            var recovered = recovery.After(Stopwatch.GetTimestamp());
            await EngineProcess.KillAsync(engine);
            try
            {
                recoveries.Add(await recovered.WaitAsync(RecoveryLimit));
            }
            catch (TimeoutException)
            {
                recoveries.Add(RecoveryLimit);
                Console.Error.WriteLine($"kill {i + 1}: no good answer within {RecoveryLimit.TotalSeconds} s, given up");
                return recoveries;
            }
        }

        return recoveries;
    }

    private static string Config(string folder, string binary, string model, string other, string key) => $$"""
        auth:
          keys:
            - {id: kills, hash: "sha256:{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}" }
        engines:
          home:
            kind: llama-server
            place: local
            model: tiny
            context_tokens: {{Context}}
            price: {input: 0, output: 0}
            llama_server: {model_file: "{{model}}", binary: "{{binary}}", parallel: {{Slots}}, threads: 1}
          sky: {place: cloud, base_url: "{{other}}", private_network: true, model: simulated-local, price: {input: 1, output: 1} }
        routes:
          both: {engines: [home, sky], aim: {threshold: 1} }
        ledger: {path: "{{folder}}/ledger.db"}
        """;

    [GeneratedRegex(@"""base_url"": ""(http://[^""]+)""")]
    private static partial Regex BaseUrl();
}
