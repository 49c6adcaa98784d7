using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AutoClaw.RelayLoad;

/// <summary>
/// Direct, YARP and AutoClaw (router and ledger on) in front of the same simulator, in turn, in one run: the gateway under test has
/// core 0 to itself, simulator and load share core 1. Everything is on the loopback and ends with the run.
/// </summary>
internal static class RelayRun
{
    private const int SimulatorPort = 25301;
    private const int YarpPort = 25302;
    private const int AutoClawPort = 25303;
    private const int PromptBytes = 1024;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<int> RunAsync(string autoclaw, RunOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-relay-load-").FullName;
        try
        {
            var all = await MeasureAsync(autoclaw, options, folder);
            Print(all);
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

    private static async Task<List<Figures>> MeasureAsync(string autoclaw, RunOptions options, string folder)
    {
        PinSelf(core: 1);
        var key = "sk-ac-" + "loadtest" + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var config = Path.Combine(folder, "autoclaw.yaml");
        await File.WriteAllTextAsync(config, Config(folder, key));
        using var simulator = await ChildProcess.StartAsync(
            1, SimulatorPort, null, autoclaw, "simulate", "--port", $"{SimulatorPort}", "--ttft", "0ms", "--tps", "0", "--tokens", "16");
        using var yarp = await ChildProcess.StartAsync(
            0, YarpPort, new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning" },
            typeof(RelayRun).Assembly.Location,
            "yarp", $"http://127.0.0.1:{YarpPort}", $"http://127.0.0.1:{SimulatorPort}");
        using var gateway = await ChildProcess.StartAsync(
            0, AutoClawPort, new Dictionary<string, string> { ["AUTOCLAW_HOME"] = folder }, autoclaw, "up", "-c", config);

        (string Name, int Port, ChildProcess? Process)[] targets =
            [("direct", SimulatorPort, null), ("yarp", YarpPort, yarp), ("autoclaw", AutoClawPort, gateway)];
        // The runtime compiles again what runs often, and on one busy core that takes a while; until then everybody looks slow.
        foreach (var target in targets)
        {
            await LoadAsync(target, stream: false, key, options with { Seconds = options.Warmup });
            await LoadAsync(target, stream: true, key, options with { Seconds = options.Warmup });
        }

        var all = new List<Figures>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var stream in (bool[])[false, true])
            {
                foreach (var target in targets)
                {
                    var figures = await LoadAsync(target, stream, key, options);
                    Console.Error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round + 1} {(stream ? "stream " : "collect")} {figures.Target,-8} {figures.RequestsPerSecond,8:0}/s p50 {figures.P50Micros,6:0} us, cpu {figures.CpuMicros,5:0.0} us, errors {figures.Errors}"));
                    all.Add(figures);
                }
            }
        }

        return all;
    }

    private static async Task<Figures> LoadAsync((string Name, int Port, ChildProcess? Process) target, bool stream, string key, RunOptions options)
    {
        var requests = Enumerable.Range(0, 64).Select(i => Request(target.Port, key, stream, i)).ToArray();
        var begin = Stopwatch.GetTimestamp() + (long)(options.Seconds / 4 * Stopwatch.Frequency);
        var end = begin + (long)(options.Seconds * Stopwatch.Frequency);
        var clients = Enumerable.Range(0, options.Connections).Select(i => new LoadClient(target.Port, requests, i * 7, stream)).ToArray();
        var running = Task.WhenAll(clients.Select(client => client.RunAsync(begin, end)));
        await Task.Delay(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), begin));
        var cpu = target.Process?.CpuSeconds;
        await running;
        cpu = target.Process?.CpuSeconds - cpu;

        var latencies = clients.SelectMany(client => client.Latencies).Order().ToArray();
        var firstContent = clients.SelectMany(client => client.FirstContent).Order().ToArray();
        return new Figures(target.Name, stream, latencies.Length / options.Seconds, At(latencies, 0.5) ?? 0, At(latencies, 0.99) ?? 0, At(firstContent, 0.5))
        {
            CpuMicros = cpu * 1e6 / Math.Max(1, latencies.Length),
            ResidentMegabytes = target.Process?.ResidentMegabytes,
            Errors = clients.Sum(client => client.Errors),
        };
    }

    private static double? At(double[] sorted, double share) => sorted.Length == 0 ? null : sorted[(int)(share * (sorted.Length - 1))];

    // Prompts differ, so that no cache of ours or the system's sees the same bytes twice in a row; half of them look hard to a router.
    private static byte[] Request(int port, string key, bool stream, int number)
    {
        var random = new Random(number);
        string[] words = number % 2 == 0
            ? ["please", "set", "a", "timer", "for", "my", "card", "what", "is", "the", "weather", "thanks"]
            : ["implement", "prove", "that", "the", "algorithm", "converges", "def", "complexity", "O(n)", "integral", "lock-free", "theorem"];
        var prompt = new StringBuilder();
        while (prompt.Length < PromptBytes)
        {
            prompt.Append(words[random.Next(words.Length)]).Append(' ');
        }

        var streamField = stream ? "\"stream\":true," : "";
        var body = $"{{\"model\":\"auto\",{streamField}\"messages\":[{{\"role\":\"user\",\"content\":\"{prompt}\"}}]}}";
        return Encoding.UTF8.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static string Config(string folder, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        return $$"""
            listen: http://127.0.0.1:{{AutoClawPort}}
            auth:
              keys:
                - {id: loadtest, hash: "sha256:{{hash}}"}
            engines:
              local: {place: local, base_url: "http://127.0.0.1:{{SimulatorPort}}/v1", model: simulated-local}
              cloud: {place: cloud, base_url: "http://127.0.0.1:{{SimulatorPort}}/v1", private_network: true, model: simulated-cloud, api_key: none, price: {input: 1.25, output: 10} }
            ledger: {path: "{{folder}}/ledger.db"}
            """;
    }

    private static void PinSelf(int core)
    {
        if (OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1 << core;
        }
    }

    private static void Print(List<Figures> all)
    {
        Console.WriteLine("| answers | target | requests/s | p50 us | p99 us | first content us | CPU us/answer | RSS MB |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var group in all.GroupBy(figures => (figures.Stream, figures.Target)))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {(group.Key.Stream ? "streamed" : "collected")} | {group.Key.Target} | {Median(group, f => f.RequestsPerSecond):0} | {Median(group, f => f.P50Micros):0} | {Median(group, f => f.P99Micros):0} | {Median(group, f => f.FirstContentMicros):0} | {Median(group, f => f.CpuMicros):0.0} | {Median(group, f => f.ResidentMegabytes):0} |"));
        }
    }

    private static double? Median(IEnumerable<Figures> rounds, Func<Figures, double?> figure)
    {
        var sorted = rounds.Select(figure).Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
