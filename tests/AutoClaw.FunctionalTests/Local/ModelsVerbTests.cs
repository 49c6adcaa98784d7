using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>The verbs as a user types them, each in a process of its own.</summary>
public sealed class ModelsVerbTests : IDisposable
{
    private static readonly HostedFile Hosted = HostedFile.Model();

    private readonly CliFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Store => Path.Combine(_folder.Path, "home", "gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PullListVerifyRemove_OfAUrl_WorkInOrder()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        var pulled = (await PullAsync(server, "--json")).Json();
        Assert.Equal(Hosted.Sha256, pulled.GetProperty("sha256").GetString());
        Assert.Equal(JsonValueKind.Null, pulled.GetProperty("checked_against").ValueKind);
        Assert.Equal(("llama", "F32", 512), (pulled.GetProperty("architecture").GetString(), pulled.GetProperty("quantization").GetString(), pulled.GetProperty("context_length").GetInt32()));
        Assert.Equal(Hosted.Bytes, await File.ReadAllBytesAsync(pulled.GetProperty("path").GetString()!, Cancellation));

        var listed = Assert.Single((await RunAsync("list", "--json")).Json().EnumerateArray());
        Assert.Equal(("model", Hosted.Bytes.Length), (listed.GetProperty("name").GetString(), listed.GetProperty("bytes").GetInt32()));
        Assert.Equal("tiny-made-up", listed.GetProperty("title").GetString());
        Assert.Contains("F32", (await RunAsync("list")).Output, StringComparison.Ordinal);

        Assert.StartsWith("good", (await RunAsync("verify")).Output, StringComparison.Ordinal);
        Assert.Equal("removed model", (await RunAsync("rm", "model")).Output);
        Assert.Empty((await RunAsync("list", "--json")).Json().EnumerateArray());
        Assert.Contains("no model 'model'", (await RunAsync("rm", "model")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_Again_FetchesNothing()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        await PullAsync(server);
        Assert.True((await PullAsync(server, "--json")).Json().GetProperty("was_there").GetBoolean());
        Assert.Single(server.Requests.Items);
        Assert.False((await PullAsync(server, "--json", "--force")).Json().GetProperty("was_there").GetBoolean());
        Assert.Equal(2, server.Requests.Items.Count);
    }

    [Fact]
    public async Task Pull_KilledInTheMiddle_ResumesAndNeverHasAHalfFile()
    {
        await using var server = ScriptedEngine.Start(FileScript.StallsAt(Hosted, 100_000), FileScript.Serves(Hosted));
        await using (var first = CliProcess.Start(_folder, [.. Pull(server)]))
        {
            await Eventually.TrueAsync(() => new FileInfo(Path.Combine(Store, ".pull", "model.part")) is { Exists: true, Length: 100_000 });
            first.Signal("-KILL");
            Assert.Equal(137, (await first.WaitAsync()).ExitCode);
        }

        Assert.False(File.Exists(Path.Combine(Store, "model.gguf")));
        Assert.Empty((await RunAsync("list", "--json")).Json().EnumerateArray());
        Assert.Contains("unfinished: model, 100 kB are here", (await RunAsync("list")).Errors, StringComparison.Ordinal);
        var pulled = (await PullAsync(server, "--json", "--sha256", Hosted.Sha256)).Json();
        Assert.Equal((100_000, "user"), (pulled.GetProperty("resumed_bytes").GetInt32(), pulled.GetProperty("checked_against").GetString()));
        Assert.Equal(100_000, FileScript.RangeStart(server.Requests.Items[1]));
        Assert.Equal(Hosted.Bytes, await File.ReadAllBytesAsync(Path.Combine(Store, "model.gguf"), Cancellation));
        Assert.Empty(Directory.GetFiles(Path.Combine(Store, ".pull"), "*.part*"));
    }

    [Fact]
    public async Task Pull_Interrupted_SaysThatItCanGoOn()
    {
        await using var server = ScriptedEngine.Start(FileScript.StallsAt(Hosted, 100_000));
        await using var pull = CliProcess.Start(_folder, [.. Pull(server)]);
        await Eventually.TrueAsync(() => new FileInfo(Path.Combine(Store, ".pull", "model.part")) is { Exists: true, Length: 100_000 });
        pull.Signal("-INT");
        var result = await pull.WaitAsync();
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("run it again to go on", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_TwoAtOnce_TheSecondIsTurnedAway()
    {
        await using var server = ScriptedEngine.Start(FileScript.StallsAt(Hosted, 100_000));
        await using var first = CliProcess.Start(_folder, [.. Pull(server)]);
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(Store, ".pull", "model.part")));
        var second = await PullAsync(server);
        Assert.Equal(ExitCode.Failed, second.ExitCode);
        Assert.Contains("Another process is pulling", second.Errors, StringComparison.Ordinal);
        Assert.Contains("Another process is pulling", (await RunAsync("rm", "model")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_Corrupted_IsRefusedByTheServersOwnChecksum()
    {
        var bytes = (byte[])Hosted.Bytes.Clone();
        bytes[^1] ^= 1;
        var corrupted = new HostedFile(bytes) { Headers = $"X-Linked-Etag: \"{Hosted.Sha256}\"\r\n" };
        await using var server = ScriptedEngine.Start(FileScript.Serves(corrupted), FileScript.Serves(Hosted with { Headers = corrupted.Headers }));
        var result = await PullAsync(server);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("does not have the SHA-256 that the server gave", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Store, "*.gguf"));
        Assert.Equal("server", (await PullAsync(server, "--json")).Json().GetProperty("checked_against").GetString());
        Assert.Equal(0, FileScript.RangeStart(server.Requests.Items[1]));
    }

    [Fact]
    public async Task Pull_OtherChecksumThanGiven_IsRefused()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        var result = await PullAsync(server, "--sha256", new string('0', 64));
        Assert.Contains("that you gave", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Store, "*.gguf"));
    }

    [Fact]
    public async Task Pull_CutOffFileWithItsLength_IsRefused()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(new HostedFile(Hosted.Bytes[..^5000])));
        var result = await PullAsync(server);
        Assert.Contains("it is cut off: its tensors end at byte", result.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Store, "*.gguf"));
    }

    [Fact]
    public async Task Pull_HubNameThroughAMirror_AsksTheMirrorForTheSamePath()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        _folder.Environment["AUTOCLAW_HF_MIRROR"] = new Uri(server.BaseUrl, "/hub").AbsoluteUri;
        var pulled = (await RunAsync("pull", "hf:org/repo@v1/sub/tiny.gguf", "--json")).Json();
        Assert.Equal("/hub/org/repo/resolve/v1/sub/tiny.gguf", Assert.Single(server.Requests.Items).Path);
        Assert.Equal(("tiny", "hf:org/repo@v1/sub/tiny.gguf"), (pulled.GetProperty("name").GetString(), pulled.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Pull_CatalogueNameThroughAMirror_ComparesWithTheCatalogue()
    {
        await using var server = ScriptedEngine.Start(FileScript.Serves(Hosted));
        _folder.Environment["HF_ENDPOINT"] = server.BaseUrl.GetLeftPart(UriPartial.Authority);
        var result = await RunAsync("pull", "llama-3.2-1b");
        Assert.Contains("does not have the SHA-256 of the catalogue", result.Errors, StringComparison.Ordinal);
        Assert.StartsWith("/bartowski/Llama-3.2-1B-Instruct-GGUF/resolve/", server.Requests.Items[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ThroughAProxy_AsksTheProxy()
    {
        await using var proxy = ScriptedEngine.Start(FileScript.Serves(Hosted));
        _folder.Environment["HTTP_PROXY"] = proxy.BaseUrl.GetLeftPart(UriPartial.Authority);
        Assert.Equal("tiny", (await RunAsync("pull", "http://mirror.example/tiny.gguf", "--allow-host", "mirror.example", "--json")).Json().GetProperty("name").GetString());
        Assert.Equal("http://mirror.example/tiny.gguf", Assert.Single(proxy.Requests.Items).Path);
    }

    [Fact]
    public async Task Pull_ThroughATlsProxy_TunnelsAndTellsItNoToken()
    {
        await using var proxy = ScriptedEngine.Start(FileScript.Answers(403));
        _folder.Environment["HTTPS_PROXY"] = proxy.BaseUrl.GetLeftPart(UriPartial.Authority);
        _folder.Environment["HF_TOKEN"] = "hf_secret";
        var result = await RunAsync("pull", "hf:org/repo/tiny.gguf", "--retries", "0");
        Assert.Contains("huggingface.co cannot be reached", result.Errors, StringComparison.Ordinal);
        var request = Assert.Single(proxy.Requests.Items);
        Assert.Equal(("CONNECT", "huggingface.co:443"), (request.Method, request.Path));
        Assert.DoesNotContain("hf_secret", request.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_HubNameFromAFolder_TakesItsFile()
    {
        _folder.Environment["AUTOCLAW_HF_MIRROR"] = Path.Combine(_folder.Path, "mirror");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "mirror", "org", "repo"));
        TinyModel.Write(Path.Combine(_folder.Path, "mirror", "org", "repo", "tiny.gguf"), 512);
        Assert.Equal("tiny", (await RunAsync("pull", "hf:org/repo/tiny.gguf", "--json")).Json().GetProperty("name").GetString());
        Assert.Contains("There is no file", (await RunAsync("pull", "hf:org/repo/other.gguf")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_File_StaysWhereItWasAndIsInTheStore()
    {
        var file = Path.Combine(_folder.Path, "mine.gguf");
        TinyModel.Write(file, 512);
        var pulled = (await RunAsync("pull", "mine.gguf", "--name", "own", "--json")).Json();
        Assert.Equal(Hosted.Bytes, await File.ReadAllBytesAsync(pulled.GetProperty("path").GetString()!, Cancellation));
        Assert.True(File.Exists(file));
        await RunAsync("rm", "own");
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData("absent.gguf", "There is no file")]
    [InlineData("text.gguf", "it is not a GGUF file")]
    [InlineData("qwen3-4c", "Did you mean qwen3-4b?")]
    [InlineData("hf:org/repo", "is not complete")]
    [InlineData("ftp://example.com/x.gguf", "is not fetched")]
    [InlineData("https://example.com/x.gguf", "--allow-host example.com")]
    [InlineData("http://huggingface.co/x.gguf", "over https only")]
    public async Task Pull_Impossible_SaysWhy(string source, string why)
    {
        _folder.Write("text.gguf", "no model at all, only some text that is long enough");
        var result = await RunAsync("pull", source);
        Assert.Equal((ExitCode.Failed, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_NameOfAnother_IsRefused()
    {
        TinyModel.Write(Path.Combine(_folder.Path, "a.gguf"), 512);
        TinyModel.Write(Path.Combine(_folder.Path, "b.gguf"), 1024);
        await RunAsync("pull", "a.gguf", "--name", "one");
        Assert.Contains("Choose a name with --name", (await RunAsync("pull", "b.gguf", "--name", "one")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_DamagedFile_FailsAndNamesIt()
    {
        TinyModel.Write(Path.Combine(_folder.Path, "a.gguf"), 512);
        await RunAsync("pull", "a.gguf");
        var stored = Path.Combine(Store, "a.gguf");
        var bytes = await File.ReadAllBytesAsync(stored, Cancellation);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(stored, bytes, Cancellation);
        var result = await RunAsync("verify", "a");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.StartsWith("damaged  a", result.Output, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(stored, bytes[..1000], Cancellation);
        Assert.Contains("damaged", (await RunAsync("verify")).Output, StringComparison.Ordinal);
        Assert.Contains("no model 'b'", (await RunAsync("verify", "b")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_All_SaysWhatFitsThisMachine()
    {
        var catalogue = (await RunAsync("list", "--all", "--json")).Json();
        Assert.True(catalogue.GetProperty("ram_bytes").GetInt64() > 0);
        var models = catalogue.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(["gemma", "llama", "mistral", "qwen"], models.Select(model => model.GetProperty("family").GetString()!).Distinct().Order());
        var fitting = (await RunAsync("list", "--fits", "--json")).Json().GetProperty("models").EnumerateArray().ToList();
        Assert.All(fitting, model => Assert.NotEqual("no", model.GetProperty("fits").GetString()));
        Assert.Equal(models.Count(model => model.GetProperty("fits").GetString() != "no"), fitting.Count);
        Assert.Contains("Apache-2.0", (await RunAsync("list", "--all")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Empty_SaysHowToGetOne() => Assert.Contains("models pull NAME", (await RunAsync("list")).Output, StringComparison.Ordinal);

    private static IEnumerable<string> Pull(ScriptedEngine server, params string[] more) =>
        ["models", "pull", DownloadFolder.Url(server).AbsoluteUri, "--allow-host", server.BaseUrl.Authority, .. more];

    private Task<CliResult> PullAsync(ScriptedEngine server, params string[] more) => CliProcess.RunAsync(_folder, [.. Pull(server, more)]);

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_folder, ["models", .. arguments]);
}
