using System.Diagnostics;
using System.Text.RegularExpressions;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>A real llama-server with the tiny model, on a loopback port that the system chose. Stopped when disposed.</summary>
internal sealed partial class LlamaServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private LlamaServerProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Its API root, with <c>/v1</c>.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>Every line it wrote to either stream.</summary>
    public Recorded<string> Log { get; } = new("line of llama-server");

    public Uri Url(string path) => new($"{BaseUrl}/{path}");

    /// <summary>Starts it and waits until it says that it is healthy.</summary>
    /// <param name="arguments">More of its options, for example <c>--embeddings</c>.</param>
    /// <param name="cancellation">Stops the wait and the server.</param>
    public static async Task<LlamaServerProcess> StartAsync(string[] arguments, CancellationToken cancellation)
    {
        const int Slots = 2;
        var binary = LlamaServerBinary.Require();
        var folder = Directory.CreateTempSubdirectory("autoclaw-llama-").FullName;
        var model = Path.Combine(folder, "tiny.gguf");
        TinyModel.Write(model);

        var start = new ProcessStartInfo(binary) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])
            ["--model", model, "--alias", "tiny", "--host", "127.0.0.1", "--port", "0", "--ctx-size", $"{Slots * TinyModel.Context}", "--parallel", $"{Slots}",
             "--threads", "1", "--jinja", "--no-webui", "--offline", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var server = new LlamaServerProcess(new Process { StartInfo = start }, folder);
        try
        {
            await server.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it is doing; it has to have been started with <c>--slots</c>.</summary>
    public async Task<IReadOnlyList<SlotState>> SlotsAsync(CancellationToken cancellation) =>
        SlotState.Read(await _http.GetStringAsync(new Uri(BaseUrl, "/slots"), cancellation));

    /// <summary>Returns as soon as <paramref name="condition"/> holds of its slots.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<SlotState>, bool> condition, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));

        // One request after the other: each answer is a step of the engine's own loop.
        while (!condition(await SlotsAsync(limit.Token)))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Only this one, by its handle; the launcher replaces itself by the server, so there is no child to look for.
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"listening on (http://127\.0\.0\.1:[1-9]\d*)")]
    private static partial Regex Listening();

    private async Task StartAsync(CancellationToken cancellation)
    {
        _process.OutputDataReceived += (_, line) => AddLine(line.Data);
        _process.ErrorDataReceived += (_, line) => AddLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        var line = await Log.FirstAsync(line => Listening().IsMatch(line), cancellation);
        var root = new Uri(Listening().Match(line).Groups[1].Value);
        BaseUrl = new Uri(root, "/v1");

        using var client = new HttpClient();
        using var health = await client.GetAsync(new Uri(root, "/health"), cancellation);
        health.EnsureSuccessStatusCode();
    }

    private void AddLine(string? line)
    {
        if (line is not null)
        {
            Log.Add(line);
        }
    }
}
