using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Config;
using AutoClaw.FunctionalTests.LlamaServer;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary><c>autoclaw doctor</c> as a user types it: what it finds, what it says to do, and its exit code.</summary>
public sealed class DoctorTests(LlamaServerFixture llama) : IDisposable
{
    private const string Secret = "sk-secret-0123456789";
    private const string Answer = """{"id":"1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"OK"},"finish_reason":"stop"}]}""";

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Doctor_RealLlamaServer_IsWellAndAnswered()
    {
        var server = await llama.ChatAsync(TestContext.Current.CancellationToken);
        var (exitCode, findings) = await RunAsync(Local(server.Url("").AbsoluteUri.TrimEnd('/')));

        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.StartsWith("answered in ", Detail(findings, "request", "small"), StringComparison.Ordinal);
        foreach (var name in (string[])["processor", "memory", "gpu", "disk"])
        {
            Assert.NotEmpty(Detail(findings, "machine", name));
        }
    }

    [Fact]
    public async Task Doctor_InvalidFile_NamesTheLineAndFails()
    {
        _folder.Write("autoclaw.yaml", "engines:\n  small:\n    place: local\n    modle: x\n");
        var result = await CliProcess.RunAsync(_folder, "doctor");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("autoclaw.yaml:4:5", result.Output, StringComparison.Ordinal);
        Assert.Contains("unknown_key", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "engine_auth_failed")]
    [InlineData(404, "engine_rejected")]
    [InlineData(503, "engine_overloaded")]
    [InlineData(500, "engine_error")]
    public async Task Doctor_EngineRefuses_SaysHowAndWhatToDoWithoutTheKey(int status, string code)
    {
        await using var engine = await LoopbackFake.StartAsync(("*", status, $$$"""{"error":{"message":"no: {{{Secret}}}"}}"""));
        var (exitCode, findings) = await RunAsync(Local($"http://127.0.0.1:{engine.Port}/v1", $"    api_key: {Secret}\n"));

        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains(code, Detail(findings, "request", "small"), StringComparison.Ordinal);
        Assert.NotNull(Find(findings, "request", "small").GetProperty("remedy").GetString());
        Assert.DoesNotContain(Secret, findings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NothingListens_NamesTheAddress()
    {
        var port = LoopbackFake.ClosedPort();
        var (exitCode, findings) = await RunAsync(Local($"http://127.0.0.1:{port}/v1"));
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains($"127.0.0.1:{port}", Detail(findings, "request", "small"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_CloudEngine_IsAskedOnlyWhenToldTo()
    {
        await using var engine = await LoopbackFake.StartAsync(("/v1/chat/completions", 200, Answer));
        var yaml = $"engines:\n  sky:\n    place: cloud\n    base_url: http://127.0.0.1:{engine.Port}/v1\n    private_network: true\n    model: gpt-4.1\n    api_key: {Secret}\n    price: {{input: 1, output: 2}}\n";

        var (exitCode, findings) = await RunAsync(yaml);
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.Contains("not asked", Detail(findings, "request", "sky"), StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/chat/completions", engine.Asked);

        (_, findings) = await RunAsync(yaml, "--cloud");
        Assert.StartsWith("answered in ", Detail(findings, "request", "sky"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NoRequests_AsksNobody()
    {
        await using var engine = await LoopbackFake.StartAsync(("*", 500, "{}"));
        var (exitCode, findings) = await RunAsync(Local($"http://127.0.0.1:{engine.Port}/v1"), "--no-requests");
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.DoesNotContain(findings.EnumerateArray(), finding => finding.GetProperty("group").GetString() == "request");
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task Doctor_PriceUnknown_SaysThatCostStaysNull()
    {
        const string Yaml = "engines:\n  sky:\n    place: cloud\n    base_url: https://llm.example.org/v1\n    model: nobody-sells-this\n    api_key: k\n";
        var (exitCode, findings) = await RunAsync(Yaml);
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains("unknown", Detail(findings, "config", "price of sky"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_PortTaken_SaysSo()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var listen = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var (exitCode, findings) = await RunAsync($"listen: {listen}\n{Local("http://127.0.0.1:1/v1")}", "--no-requests");
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains("something else listens", Detail(findings, "gateway", $"listen {listen}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_LedgerIsNoLedger_SaysSoAndLeavesItAlone()
    {
        var path = _folder.Write("home/ledger.db", "not a database, and longer than SQLite's header of one hundred bytes, so that it is read as one and found to be none.");
        var before = File.ReadAllBytes(path);
        var (exitCode, findings) = await RunAsync(Local("http://127.0.0.1:1/v1"), "--no-requests");
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains("ledger_corrupt", Detail(findings, "gateway", "ledger"), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Doctor_NamedServerMissing_IsAProblem()
    {
        _folder.Environment["AUTOCLAW_LLAMA_SERVER"] = "/absent/llama-server";
        var (exitCode, findings) = await RunAsync(Local("http://127.0.0.1:1/v1"), "--no-requests");
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Equal("problem", Find(findings, "engine", "llama-server program").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Doctor_NoFile_LooksAtWhatUpWouldUse()
    {
        var result = await CliProcess.RunAsync(_folder, "doctor", "--no-requests");
        Assert.Contains("autoclaw.yaml", result.Output, StringComparison.Ordinal);
        Assert.Contains("autoclaw init", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    // Port 0 is always free.
    private static string Local(string url, string more = "") =>
        $"engines:\n  small:\n    place: local\n    base_url: {url}\n    model: tiny\n    first_content_timeout: 20s\n{more}";

    private async Task<(int ExitCode, JsonElement Findings)> RunAsync(string yaml, params string[] options)
    {
        var listen = yaml.StartsWith("listen:", StringComparison.Ordinal) ? string.Empty : "listen: http://127.0.0.1:0\n";
        _folder.Write("autoclaw.yaml", listen + yaml);
        var result = await CliProcess.RunAsync(_folder, ["doctor", "--json", .. options]);
        var json = JsonElement.Parse(result.Output);
        Assert.Equal(result.ExitCode == ExitCode.Ok, json.GetProperty("healthy").GetBoolean());
        return (result.ExitCode, json.GetProperty("findings"));
    }

    private static JsonElement Find(JsonElement findings, string group, string name) => findings.EnumerateArray()
        .Single(finding => finding.GetProperty("group").GetString() == group && finding.GetProperty("name").GetString() == name);

    private static string Detail(JsonElement findings, string group, string name) => Find(findings, group, name).GetProperty("detail").GetString()!;
}
