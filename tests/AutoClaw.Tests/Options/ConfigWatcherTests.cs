using AutoClaw.Gateway.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Options;

/// <summary>When the file is read and what becomes of it, on a clock that the tests move. Notices of the system are tested with real time.</summary>
public sealed class ConfigWatcherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-reload-").FullName;
    private readonly string _file;
    private readonly FakeTimeProvider _time = new();
    private readonly List<GatewayOptions> _applied = [];
    private readonly Messages _log = new();
    private readonly ConfigWatcher _watcher;

    public ConfigWatcherTests()
    {
        _file = Path.Combine(_folder, "autoclaw.yaml");
        Write("first");
        _watcher = new ConfigWatcher(ConfigFile.Load(_file), Apply, _time, _log);
    }

    private Action<GatewayOptions> Refusal { get; set; } = static _ => { };

    public void Dispose()
    {
        _watcher.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Signal_ManyInARow_ReadOnceAfterQuiet()
    {
        Write("second");
        for (var i = 0; i < 5; i++)
        {
            _watcher.Signal();
            _time.Advance(TimeSpan.FromMilliseconds(200));
            Assert.Empty(_applied);
        }

        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal("second", Assert.Single(_applied).Engines[0].Model);
    }

    [Fact]
    public void Signal_NeverQuiet_ReadsWhenPatienceEnds()
    {
        Write("second");
        for (var i = 0; i < 20; i++)
        {
            _watcher.Signal();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Single(_applied);
    }

    [Fact]
    public void Signal_SameContent_ChangesNothing()
    {
        Write("first");
        Settle();

        Assert.Empty(_applied);
        Assert.Empty(_log.Events);
    }

    [Fact]
    public void Signal_InvalidEdit_IsLoggedOnceWithEveryProblem()
    {
        Write("second", "lisen: x\nlimit: y\n");
        Settle();
        Settle();

        Assert.Empty(_applied);
        Assert.Equal(
            [
                $"Configuration not reloaded, the old one stays in force: 2 error(s) in {_file}",
                $"{_file}:3:1: error AC1001 unknown_key: unknown key lisen (did you mean listen?)",
                $"{_file}:4:1: error AC1001 unknown_key: unknown key limit (did you mean limits?)",
            ],
            _log.Events);
    }

    [Fact]
    public void Signal_BackToTheFirstText_IsAppliedAgain()
    {
        Write("second", "lisen: x\n");
        Settle();
        Write("first");
        Settle();

        Assert.Equal("first", Assert.Single(_applied).Engines[0].Model);
    }

    [Fact]
    public void Signal_ChangedListenAndLedger_KeepTheOldAndSaySo()
    {
        Write("second", "listen: http://127.0.0.1:9\nledger: {path: other.db}\n");
        Settle();

        var options = Assert.Single(_applied);
        Assert.Equal("second", options.Engines[0].Model);
        Assert.Equal(new GatewayOptions().Listen, options.Listen);
        Assert.Null(options.Ledger.Path);
        Assert.Contains($"listen changed in {_file}: it counts after a restart, until then the old value stays", _log.Events);
        Assert.Contains($"ledger changed in {_file}: it counts after a restart, until then the old value stays", _log.Events);
    }

    [Fact]
    public void Signal_ApplyThrows_IsLoggedAndTheNextEditCounts()
    {
        Refusal = static _ => throw new InvalidOperationException("no");
        Write("second");
        Settle();
        Assert.Equal([$"Configuration from {_file} could not be put into force, the old one stays"], _log.Events);

        Refusal = static _ => { };
        Write("third");
        Settle();
        Assert.Equal(["second", "third"], _applied.Select(options => options.Engines[0].Model));
    }

    [Fact]
    public void ReloadNow_Unchanged_AppliesAllTheSame()
    {
        var reload = _watcher.ReloadNow();

        Assert.Equal(ConfigReloadOutcome.Applied, reload.Outcome);
        Assert.Equal("first", Assert.Single(_applied).Engines[0].Model);
    }

    [Fact]
    public void ReloadNow_ChangedListen_NamesWhatNeedsARestart()
    {
        Write("first", "listen: http://127.0.0.1:9\n");

        Assert.Equal(["listen"], _watcher.ReloadNow().NeedRestart);
    }

    [Fact]
    public void ReloadNow_ChangedKeyInASection_KeepsItsRunningValueAndTakesTheOthers()
    {
        Write("first", "limits: {drain: 5s, max_body_bytes: 2048}\n");

        Assert.Equal(["limits.drain"], _watcher.ReloadNow().NeedRestart);
        Assert.Equal((new LimitOptions().Drain, 2048), (_applied[0].Limits.Drain, _applied[0].Limits.MaxBodyBytes));
    }

    [Fact]
    public void ReloadNow_SectionThatComesOrChanges_NamesWhatCountsLater()
    {
        Write("first", "admin: {allow_anonymous_loopback: true}\n");
        Assert.Equal(["admin"], _watcher.ReloadNow().NeedRestart);
        Assert.Empty(_watcher.ReloadNow().NeedRestart);

        Write("first", $"admin: {{listen: \"http://127.0.0.1:9\", keys: [{{id: k, hash: \"{ConfigText.Hash}\"}}]}}\n");
        Assert.Equal(["admin.listen", "admin.allow_anonymous_loopback"], _watcher.ReloadNow().NeedRestart);
        Assert.Equal("k", Assert.Single(_applied[^1].Admin!.Keys).Id);
        Assert.Equal(2530, _applied[^1].Admin!.Listen.Port);

        Write("first");
        Assert.Equal(["admin"], _watcher.ReloadNow().NeedRestart);
        Assert.Null(_applied[^1].Admin);
    }

    [Fact]
    public void ReloadNow_OptionsThatCannotBePutIntoForce_SaysWhy()
    {
        Refusal = _ => throw new InvalidOperationException("the price file is gone");
        var reload = _watcher.ReloadNow();

        Assert.Equal((ConfigReloadOutcome.Rejected, "the price file is gone"), (reload.Outcome, reload.Failure));
    }

    [Fact]
    public void ReloadNow_InvalidFile_GivesItsProblems()
    {
        Write("first", "lisen: x\n");
        var reload = _watcher.ReloadNow();

        Assert.Equal(ConfigReloadOutcome.Rejected, reload.Outcome);
        Assert.Equal("AC1001", Assert.Single(reload.Problems).Code.Id);
        Assert.Empty(_applied);
    }

    [Fact]
    public void Dispose_ThenSignal_DoesNothing()
    {
        Write("second");
        _watcher.Signal();
        _watcher.Dispose();
        Settle();

        Assert.Equal(ConfigReloadOutcome.Unchanged, _watcher.ReloadNow().Outcome);
        Assert.Empty(_applied);
    }

    [Fact]
    public void Constructor_InvalidConfiguration_Throws() =>
        Assert.Throws<ArgumentException>(() => new ConfigWatcher(ConfigText.Parse("x"), Apply, _time, _log));

    [Fact]
    public void WatchedNames_OfALinkedFile_HaveEveryStep()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        Directory.CreateDirectory(Path.Combine(_folder, "..v1"));
        File.WriteAllText(Path.Combine(_folder, "..v1", "linked.yaml"), string.Empty);
        File.CreateSymbolicLink(Path.Combine(_folder, "..data"), "..v1");
        File.CreateSymbolicLink(Path.Combine(_folder, "linked.yaml"), Path.Combine("..data", "linked.yaml"));

        var names = WatchedNames.Of(Path.Combine(_folder, "linked.yaml"));

        Assert.Equal(["..data", "..v1", "linked.yaml"], names[_folder].Order(StringComparer.Ordinal));
        Assert.Equal(["linked.yaml"], names[Path.Combine(_folder, "..data")]);
    }

    [Fact]
    public void WatchedNames_OfALoop_End()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        File.CreateSymbolicLink(Path.Combine(_folder, "x"), "y");
        File.CreateSymbolicLink(Path.Combine(_folder, "y"), "x");

        Assert.Equal(["x", "y"], WatchedNames.Of(Path.Combine(_folder, "x"))[_folder].Order(StringComparer.Ordinal));
    }

    private void Apply(GatewayOptions options)
    {
        _applied.Add(options);
        Refusal(options);
    }

    private void Write(string model, string more = "") =>
        File.WriteAllText(_file, $"auth: {{allow_anonymous_loopback: true}}\nengines: {{a: {{kind: simulator, place: local, model: {model}}}}}\n{more}");

    private void Settle()
    {
        _watcher.Signal();
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed class Messages : ILogger
    {
        public List<string> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Add(formatter(state, exception));
    }
}
