using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Config;

/// <summary>Real files, changed the ways that editors and orchestrators change them. No poll helps unless a test says so.</summary>
public sealed class ConfigWatcherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-watch-").FullName;
    private readonly Recorded<GatewayOptions> _applied = new("options");
    private readonly LoggedEvents _log = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_EditInPlace_IsApplied()
    {
        var file = Write("autoclaw.yaml", Text("first"));
        using var watcher = Watch(file, poll: TimeSpan.FromMilliseconds(20));
        Write("autoclaw.yaml", Text("second"));

        Assert.Equal("second", (await _applied.AtAsync(0, Cancelled)).Engines[0].Model);
        Write("autoclaw.yaml", Text("third"));
        Assert.Equal("third", (await _applied.AtAsync(1, Cancelled)).Engines[0].Model);
    }

    [Fact]
    public async Task Start_AtomicRename_IsAppliedAgainAndAgain()
    {
        var file = Write("autoclaw.yaml", Text("first"));
        using var watcher = Watch(file);
        for (var i = 0; i < 3; i++)
        {
            File.Move(Write(".autoclaw.yaml.swp", Text($"edit-{i}")), file, overwrite: true);
            Assert.Equal($"edit-{i}", (await _applied.AtAsync(i, Cancelled)).Engines[0].Model);
        }
    }

    [Fact]
    public async Task Start_BackupAndNewFile_IsApplied()
    {
        var file = Write("autoclaw.yaml", Text("first"));
        using var watcher = Watch(file);
        File.Move(file, file + "~");
        Write("autoclaw.yaml", Text("second"));

        Assert.Equal("second", (await _applied.FirstAsync(static _ => true, Cancelled)).Engines[0].Model);
    }

    [Fact]
    public async Task Start_SwappedConfigMap_IsAppliedAgainAndAgain()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        Directory.CreateDirectory(Path.Combine(_folder, "..v0"));
        Write("..v0/autoclaw.yaml", Text("v0"));
        File.CreateSymbolicLink(Path.Combine(_folder, "..data"), "..v0");
        var file = Path.Combine(_folder, "autoclaw.yaml");
        File.CreateSymbolicLink(file, Path.Combine("..data", "autoclaw.yaml"));
        using var watcher = Watch(file);
        for (var i = 1; i <= 3; i++)
        {
            Directory.CreateDirectory(Path.Combine(_folder, $"..v{i}"));
            Write($"..v{i}/autoclaw.yaml", Text($"v{i}"));
            await SwapAsync(Path.Combine(_folder, "..data"), $"..v{i}");

            Assert.Equal($"v{i}", (await _applied.AtAsync(i - 1, Cancelled)).Engines[0].Model);
        }
    }

    [Fact]
    public async Task Start_EditOfALinksTarget_IsApplied()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        Directory.CreateDirectory(Path.Combine(_folder, "elsewhere"));
        var target = Write("elsewhere/real.yaml", Text("first"));
        var file = Path.Combine(_folder, "autoclaw.yaml");
        File.CreateSymbolicLink(file, target);
        using var watcher = Watch(file, poll: TimeSpan.FromMilliseconds(20));
        Write("elsewhere/real.yaml", Text("second"));

        Assert.Equal("second", (await _applied.AtAsync(0, Cancelled)).Engines[0].Model);
    }

    [Fact]
    public async Task Start_ChangeWithoutNotice_IsFoundByPolling()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");

        // The folder above is swapped: nothing that leads to the file by its own name changes where it is watched.
        Directory.CreateDirectory(Path.Combine(_folder, "a"));
        Directory.CreateDirectory(Path.Combine(_folder, "b"));
        Write("a/autoclaw.yaml", Text("first"));
        Write("b/autoclaw.yaml", Text("second"));
        var link = Path.Combine(_folder, "current");
        File.CreateSymbolicLink(link, "a");
        using var watcher = Watch(Path.Combine(link, "autoclaw.yaml"), poll: TimeSpan.FromMilliseconds(20));
        await SwapAsync(link, "b");

        Assert.Equal("second", (await _applied.AtAsync(0, Cancelled)).Engines[0].Model);
    }

    [Fact]
    public async Task Start_EditSinceLoading_IsApplied()
    {
        var file = Write("autoclaw.yaml", Text("first"));
        var loaded = ConfigFile.Load(file);
        Write("autoclaw.yaml", Text("second"));
        using var watcher = Watch(file, loaded);

        Assert.Equal("second", (await _applied.AtAsync(0, Cancelled)).Engines[0].Model);
    }

    [Fact]
    public async Task Start_InvalidEdit_IsLoggedAndTheNextValidOneApplied()
    {
        var file = Write("autoclaw.yaml", Text("first"));
        using var watcher = Watch(file);
        File.Move(Write("next", Text("second") + "lisen: x\nlimit: y\n"), file, overwrite: true);
        await _log.Events.FirstAsync(entry => entry.Text.Contains("unknown key limit", StringComparison.Ordinal), Cancelled);
        Assert.Empty(_applied.Items);

        File.Move(Write("next", Text("third")), file, overwrite: true);
        Assert.Equal("third", (await _applied.AtAsync(0, Cancelled)).Engines[0].Model);
        Assert.Single(_log.Events.Items, entry => entry.Text.Contains("unknown key lisen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_FileGoneAndBack_IsLoggedAndApplied()
    {
        var file = Write("autoclaw.yaml", Text("first"));
        using var watcher = Watch(file);
        File.Delete(file);
        await _log.Events.FirstAsync(entry => entry.Text.Contains("the file does not exist", StringComparison.Ordinal), Cancelled);
        Write("autoclaw.yaml", Text("second"));

        Assert.Equal("second", (await _applied.AtAsync(0, Cancelled)).Engines[0].Model);
    }

    private static string Text(string model) => $"auth: {{allow_anonymous_loopback: true}}\nengines: {{a: {{kind: simulator, place: local, model: {model}}}}}\n";

    // What an orchestrator does: a new link beside the old one, then one rename over it.
    private static async Task SwapAsync(string link, string target)
    {
        var next = link + "_tmp";
        File.CreateSymbolicLink(next, target);
        using var move = System.Diagnostics.Process.Start("mv", ["-T", next, link]);
        await move.WaitForExitAsync(Cancelled);
        Assert.Equal(0, move.ExitCode);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private ConfigWatcher Watch(string file, ConfigResult? loaded = null, TimeSpan? poll = null)
    {
        var watcher = new ConfigWatcher(loaded ?? ConfigFile.Load(file), _applied.Add, TimeProvider.System, _log)
        {
            Quiet = TimeSpan.FromMilliseconds(20),
            PollInterval = poll ?? TimeSpan.FromHours(1),
        };
        watcher.Start();
        return watcher;
    }
}
