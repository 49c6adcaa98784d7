using AutoClaw.Cli.Download;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Local;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>A folder to download into, with a patience that suits tests.</summary>
internal sealed class DownloadFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-download-").FullName;

    public DownloadOptions Options { get; set; } = new() { FirstDelay = TimeSpan.FromMilliseconds(1), StallTimeout = TimeSpan.FromSeconds(20), Retries = 3, Progress = 1 };

    public string Part => Path.Combine(_folder, "model.part");

    public string Note => Part + ".json";

    /// <summary>Why it waited, in order.</summary>
    public List<string> Said { get; } = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public Task<DownloadResult> FetchAsync(ScriptedEngine server, CancellationToken cancellation) => FetchAsync(Url(server), [server.BaseUrl.Authority], cancellation);

    public async Task<DownloadResult> FetchAsync(Uri url, string[] allowed, CancellationToken cancellation)
    {
        using var client = new SourceClient(new HostRules(allowed), new HubToken("hf_secret"));
        return await new Downloader(client, TimeProvider.System, Options).RunAsync(
            new DownloadRequest(url, Part, GgufPreamble.Problem, GgufPreamble.Bytes), (_, _) => { }, Said.Add, cancellation);
    }

    public static Uri Url(ScriptedEngine server) => new(server.BaseUrl, "/org/repo/resolve/main/model.gguf");
}
