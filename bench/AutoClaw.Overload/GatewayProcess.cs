using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.LocalLoad;
using AutoClaw.Soak;

namespace AutoClaw.Overload;

/// <summary>A gateway of this run, in a folder of its own.</summary>
internal sealed partial class GatewayProcess : IDisposable
{
    private readonly string _folder;
    private readonly ChildProcess _process;

    private GatewayProcess(string folder, ChildProcess process) => (_folder, _process) = (folder, process);

    public int Id => _process.Id;

    /// <summary>The API root, with <c>/v1</c>.</summary>
    public Uri BaseUrl => new(_process.Said);

    /// <param name="program">The command line's assembly, or this one as its host.</param>
    /// <param name="config">All but the ledger; whoever is on this machine may ask.</param>
    public static async Task<GatewayProcess> StartAsync(string[] program, string config)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-overload-").FullName;
        var file = Path.Combine(folder, "autoclaw.yaml");
        await File.WriteAllTextAsync(file, $$"""
            auth: {allow_anonymous_loopback: true}
            ledger: {path: "{{folder}}/ledger.db"}
            {{config}}
            """);
        return new GatewayProcess(folder, await ChildProcess.StartAsync(
            "dotnet", [.. program, "up", "-c", file, "--port", "0", "--json"], new Dictionary<string, string> { ["AUTOCLAW_HOME"] = folder }, BaseUrlLine()));
    }

    /// <summary>What it holds once it has collected its garbage; only for one that this program hosts.</summary>
    public async Task<ProcessSample> HeldAsync()
    {
        using var kill = Process.Start("kill", ["-CONT", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();

        // Until its memory does not become less.
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var last = ProcessSample.Take(Id, 0);
        while (await tick.WaitForNextTickAsync())
        {
            var now = ProcessSample.Take(Id, 0);
            if (now.AnonymousMb >= last.AnonymousMb - 0.5)
            {
                return now;
            }

            last = now;
        }

        return last;
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"""base_url"": ""(http://[^""]+)""")]
    private static partial Regex BaseUrlLine();
}
