using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>An engine of <c>kind: llama-server</c>: the gateway starts the real process, keeps it running and takes it with it.</summary>
public sealed class OwnedServerTests
{
    private const string Ask = """{"model":"home","messages":[{"role":"user","content":"hi"}]}""";

    private static readonly string Endless = $$"""{"model":"home","stream":true,"messages":[{"role":"user","content":"{{TinyModel.EndlessWord}}"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_FirstRequest_WaitsForTheModelAndIsAnswered()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options);

        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask)));
        await using var stream = await gateway.StreamChatAsync(Ask.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal));
        Assert.Equal("[DONE]", (await stream.RestAsync())[^1]);
        Assert.Contains(gateway.Log.Items, line => line.Contains("Engine home is ready after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_WhileItRuns_IsOnLoopbackBehindAKeyThatNoProcessListShows()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options);
        await gateway.PostChatAsync(Ask);

        var id = Assert.Single(engine.Processes());
        var words = OwnedEngine.CommandLine(id)!;
        Assert.Equal("127.0.0.1", words[Array.IndexOf(words, "--host") + 1]);
        var key = File.ReadAllText($"/proc/{id}/environ").Split('\0').Single(v => v.StartsWith("LLAMA_API_KEY=", StringComparison.Ordinal))["LLAMA_API_KEY=".Length..];
        Assert.Equal(64, key.Length);
        Assert.DoesNotContain(words, word => word.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(gateway.Log.Items, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_AfterAnAnswer_IsWhatTheServerSaysOfItself()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options);
        await gateway.PostChatAsync(Ask);

        JsonNode? load = null;
        await Eventually.TrueAsync(async () => (double?)(load = (await gateway.PostAsync("route", System.Text.Encoding.UTF8.GetBytes(Ask))).Json)["engine_load"]!["home"]!["kv_usage"] > 0);

        // Some 50 tokens lie in one of two slots.
        Assert.InRange((double)load!["engine_load"]!["home"]!["kv_usage"]!, 1.0 / TinyModel.Context, 0.01);
        Assert.Equal((0, 0, "ready"), ((int)load["engine_load"]!["home"]!["running"]!, (int)load["engine_load"]!["home"]!["waiting"]!, (string?)load["engine_states"]!["home"]));
        Assert.Contains("autoclaw_engine_kv_usage{", (await gateway.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        Assert.Contains("engine home: ready", (await gateway.GetAsync("/readyz")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_Stops_TakesItsProcessWithIt()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options);
        await gateway.PostChatAsync(Ask);
        Assert.Single(engine.Processes());

        await gateway.StopAsync();

        Assert.Empty(engine.Processes());
    }

    [Fact]
    public async Task Process_KilledInTheMiddleOfAStream_ClientIsToldAndTheNextIsAnswered()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options);
        await using (var answer = await gateway.StreamChatAsync(Endless))
        {
            Assert.NotNull(await answer.NextAsync());
            engine.Kill();
            var rest = await answer.RestUntilBrokenAsync();
            Assert.Equal("engine_broke_off", (string?)JsonNode.Parse(rest[^1])!["error"]!["code"]);
        }

        var killed = TimeProvider.System.GetTimestamp();
        await gateway.Log.FirstAsync(line => line.Contains("it was killed (signal 9)", StringComparison.Ordinal), Cancellation);
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(killed).TotalSeconds, 0, 5);
        Assert.Equal([AttemptOutcome.Truncated, AttemptOutcome.Completed], (await gateway.StopAndReadLedgerAsync()).Select(r => r.Outcome));
    }

    [Fact]
    public async Task Gateway_KilledBySigkill_LeavesNoOrphan()
    {
        using var engine = new OwnedEngine();
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config(engine));
        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);
        Assert.Contains(TinyModel.Answer[..5], up.OutputText, StringComparison.Ordinal);
        Assert.Single(engine.Processes());

        up.Signal("-KILL");

        await Eventually.TrueAsync(() => engine.Processes().Count == 0);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Process_Killed_TheErrorNamesTheFileThatHasWhatItWrote()
    {
        using var engine = new OwnedEngine();
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", Config(engine));
        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);

        engine.Kill();

        var path = Path.Combine(folder.Environment["AUTOCLAW_HOME"]!, "logs", "home.log");
        await up.Errors.FirstAsync(line => line.Contains("it was killed (signal 9)", StringComparison.Ordinal) && line.Contains($"what it writes is in {path}", StringComparison.Ordinal), Cancellation);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        await Eventually.TrueAsync(() => Lines(path).Count(line => line.Contains("listening on http://127.0.0.1", StringComparison.Ordinal)) == 2);
        Assert.Equal(2, Lines(path).Count(line => line.EndsWith($"start of {engine.Binary} with {engine.Model}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("XXXXnot a model", "invalid magic characters")]
    [InlineData(null, "there is no model file")]
    public async Task Process_ThatCannotStart_SaysWhyAndTheCloudAnswers(string? content, string problem)
    {
        using var engine = new OwnedEngine();
        if (content is null)
        {
            File.Delete(engine.Model);
        }
        else
        {
            File.WriteAllText(engine.Model, content);
        }

        await using var cloud = ScriptedEngine.Start(Script.Answers("from the cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options, TestEngine.Cloud(cloud));
        await gateway.Log.FirstAsync(line => line.Contains("is started again in 0.", StringComparison.Ordinal), Cancellation);

        var pinned = await gateway.PostChatAsync(Ask);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_not_running"), (pinned.Status, pinned.ErrorCode));
        Assert.NotNull(pinned.Header("Retry-After"));
        Assert.Contains(gateway.Log.Items, line => line.Contains(problem, StringComparison.Ordinal));
        Assert.Equal("from the cloud", Text(await gateway.PostChatAsync(Ask.Replace("home", GatewayUnderTest.LocalFirst, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Reload_ThatChangesTheEngine_LetsItsAnswerEndAndStopsIt()
    {
        using var engine = new OwnedEngine();
        await using var gateway = await GatewayUnderTest.StartAsync(engine.Options);
        await gateway.PostChatAsync(Ask);
        var before = Assert.Single(engine.Processes());
        await using (var answer = await gateway.StreamChatAsync(Endless))
        {
            Assert.NotNull(await answer.NextAsync());
            var changed = engine.Options with { LlamaServer = engine.Options.LlamaServer! with { Batch = 256 } };
            Assert.True(gateway.Apply(gateway.Options with { Engines = [changed] }));

            // The new one is up while the old one still answers.
            await Eventually.TrueAsync(() => engine.Processes().Count == 2);
            for (var i = 0; i < 20; i++)
            {
                Assert.NotNull(await answer.NextAsync());
            }
        }

        await Eventually.TrueAsync(() => engine.Processes() is [var only] && only != before);
        Assert.Equal(TinyModel.Answer, Text(await gateway.PostChatAsync(Ask)));
    }

    private static string[] Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    }

    private static string Config(OwnedEngine engine) => $$"""
        auth:
          allow_anonymous_loopback: true
        engines:
          home:
            kind: llama-server
            place: local
            model: tiny
            context_tokens: {{TinyModel.Context}}
            llama_server: {model_file: "{{engine.Model}}", binary: "{{engine.Binary}}", parallel: 2, threads: 1}
        """;

    private static string? Text(HttpAnswer answer) => (string?)answer.Json["choices"]![0]!["message"]!["content"];
}
