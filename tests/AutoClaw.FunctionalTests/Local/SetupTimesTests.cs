using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Cli;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.Cli.Setup;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>The steps of setting up, as a user types them, write down how long they took.</summary>
public sealed class SetupTimesTests : IDisposable
{
    private static readonly HostedFile Hosted = HostedFile.Model();

    private readonly CliFolder _folder = new();

    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();

    private readonly long _from = TimeProvider.System.GetTimestamp();

    private string LogPath => Path.Combine(_folder.Path, "home", "setup.jsonl");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pull_OfAUrl_IsRecordedOnceWithItsBytes()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        Assert.Equal(ExitCode.Ok, (await PullAsync(server, "model")).ExitCode);
        AssertRecord("model_pull", "model", Hosted.Bytes.Length, ok: true, Assert.Single(Lines()));

        // There is nothing to fetch the second time, and nothing to say about that.
        Assert.Equal(ExitCode.Ok, (await PullAsync(server, "model")).ExitCode);
        Assert.Single(Lines());
        Assert.Equal([(SetupStep.ModelPull, "model")], Read().Keys);
    }

    [Fact]
    public async Task Pull_OfAFileHere_IsRecordedWithoutBytes()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "mine.gguf"), Hosted.Bytes, Cancellation);
        Assert.Equal(ExitCode.Ok, (await CliProcess.RunAsync(_folder, "models", "pull", "mine.gguf")).ExitCode);
        AssertRecord("model_pull", "mine", null, ok: true, Assert.Single(Lines()));
    }

    [Fact]
    public async Task Pull_RefusedAndInterrupted_AreRecordedAsFailures()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted), FileScript.StallsAt(Hosted, 100_000));
        Assert.Equal(ExitCode.Failed, (await PullAsync(server, "model", "--sha256", new string('0', 64))).ExitCode);
        AssertRecord("model_pull", "model", null, ok: false, Assert.Single(Lines()));

        await using var pull = CliProcess.Start(_folder, [.. Pull(server, "model")]);
        await Eventually.TrueAsync(() => new FileInfo(Path.Combine(_folder.Path, "home", "gguf", ".pull", "model.part")) is { Exists: true, Length: 100_000 });
        pull.Signal("-INT");
        Assert.Equal(ExitCode.Failed, (await pull.WaitAsync()).ExitCode);
        AssertRecord("model_pull", "model", null, ok: false, Lines()[1]);
        Assert.Empty(Read());
    }

    [Fact]
    public async Task Pull_ThatGoesOnFromAnother_IsNotTheTimeOfTheWhole()
    {
        await using var server = ScriptedEngine.Start(FileScript.StallsAt(Hosted, 100_000), FileScript.Serves(Hosted));
        await using (var first = CliProcess.Start(_folder, [.. Pull(server, "model")]))
        {
            await Eventually.TrueAsync(() => new FileInfo(Path.Combine(_folder.Path, "home", "gguf", ".pull", "model.part")) is { Exists: true, Length: 100_000 });
            first.Signal("-KILL");
            await first.WaitAsync();
        }

        Assert.Equal(ExitCode.Ok, (await PullAsync(server, "model")).ExitCode);
        var line = Assert.Single(Lines());
        AssertRecord("model_pull", "model", Hosted.Bytes.Length - 100_000, ok: true, line);
        Assert.Equal(100_000, (int)line["resumed"]!);
        Assert.Empty(Read());
    }

    [Fact]
    public async Task Pull_OfSeveralModelsAtOnce_RecordsEach()
    {
        string[] names = ["one", "two", "three", "four"];
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        Assert.All(await Task.WhenAll(names.Select(name => PullAsync(server, name))), result => Assert.Equal(ExitCode.Ok, result.ExitCode));
        Assert.Equal(names.Order(), Lines().Select(line => (string)line["what"]!).Order());
    }

    [Fact]
    public async Task Pull_WhereTheRecordCannotBeWritten_Succeeds()
    {
        Directory.CreateDirectory(LogPath);
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        var result = await PullAsync(server, "model", "--json");
        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Equal(Hosted.Sha256, result.Json().GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Install_FromARelease_IsRecordedWithItsVersion()
    {
        Assert.SkipWhen(ReleaseArchive.Platform is null, "llama.cpp's releases have no archive for this system");
        _folder.Environment["AUTOCLAW_LLAMA_SERVER"] = null;
        _folder.Environment["PATH"] = "/usr/bin:/bin";
        var archive = FakeRelease.Tar(("llama-server", FakeRelease.Program), ("libfake.so", "library"));
        await using (var broken = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), archive, "sha256:" + new string('0', 64)))
        {
            Assert.Equal(ExitCode.Failed, (await InstallAsync(broken)).ExitCode);
        }

        await using var server = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), archive);
        Assert.Equal(ExitCode.Ok, (await InstallAsync(server)).ExitCode);
        Assert.Equal(ExitCode.Ok, (await InstallAsync(server)).ExitCode);
        var lines = Lines();
        Assert.Equal(2, lines.Count);
        AssertRecord("engine_install", "llama-server", null, ok: false, lines[0]);
        AssertRecord("engine_install", "4711 (fake)", archive.Length, ok: true, lines[1]);
    }

    [Fact]
    public async Task Up_UntilItsSelfTest_IsRecordedWithTheModelThatAnswered()
    {
        _folder.Write("autoclaw.yaml", RunningGateway.Config);
        await UpAsync();
        var engines = RunningGateway.Config;
        var line = Assert.Single(Lines());
        AssertRecord("up", (string)line["what"]!, null, ok: true, line);
        Assert.Contains($"model: {line["what"]}", engines, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_WithoutAnAnswer_IsRecordedAsAFailure()
    {
        _folder.Write("autoclaw.yaml", "listen: http://127.0.0.1:0\nauth: {allow_anonymous_loopback: true}\nengines:\n  gone: {place: local, base_url: http://127.0.0.1:9/v1, model: nobody, retries: 0}\n");
        await UpAsync();
        AssertRecord("up", "nobody", null, ok: false, Assert.Single(Lines()));
    }

    [Fact]
    public async Task Up_WithoutASelfTest_IsNotRecorded()
    {
        _folder.Write("autoclaw.yaml", "listen: http://127.0.0.1:0\nengines:\n  a: {kind: simulator, place: local, model: m}\n");
        await UpAsync();
        Assert.False(File.Exists(LogPath));
    }

    private async Task UpAsync()
    {
        await using var up = CliProcess.Start(_folder, "up", "--port", "0");
        await up.Output.FirstAsync(line => line.StartsWith("ready", StringComparison.Ordinal), Cancellation);
        up.Signal("-TERM");
        Assert.Equal(ExitCode.Ok, (await up.WaitAsync()).ExitCode);
    }

    private Task<CliResult> InstallAsync(ScriptedEngine server)
    {
        _folder.Environment["AUTOCLAW_LLAMA_RELEASE"] = new Uri(server.BaseUrl, "/releases/latest").AbsoluteUri;
        return CliProcess.RunAsync(_folder, "engine", "install", "--from", "release");
    }

    private Task<CliResult> PullAsync(ScriptedEngine server, string name, params string[] more) => CliProcess.RunAsync(_folder, [.. Pull(server, name), .. more]);

    private static IEnumerable<string> Pull(ScriptedEngine server, string name) =>
        ["models", "pull", $"http://127.0.0.1:{server.BaseUrl.Port}/files/model.gguf", "--allow-host", $"127.0.0.1:{server.BaseUrl.Port}", "--name", name];

    private List<JsonNode> Lines() => [.. File.ReadAllLines(LogPath).Select(line => JsonNode.Parse(line)!)];

    private IReadOnlyDictionary<(SetupStep Step, string What), SetupRecord> Read() => new SetupLog(LogPath, TimeProvider.System).Read();

    // What it says it took can't be longer than all that this test saw, nor can it have begun before.
    private void AssertRecord(string step, string what, long? bytes, bool ok, JsonNode line)
    {
        Assert.Equal((step, what, bytes, ok), ((string)line["step"]!, (string)line["what"]!, (long?)line["bytes"], (bool)line["ok"]!));
        Assert.InRange((double)line["seconds"]!, 0, TimeProvider.System.GetElapsedTime(_from).TotalSeconds + 0.001);
        Assert.InRange((DateTimeOffset)line["started"]!, _began, TimeProvider.System.GetUtcNow());
        Assert.Equal(JsonValueKind.Number, line["seconds"]!.GetValueKind());
    }
}
