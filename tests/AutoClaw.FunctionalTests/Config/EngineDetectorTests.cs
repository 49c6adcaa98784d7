using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Local;
using LlamaServerBinary = AutoClaw.Gateway.Local.LlamaServerBinary;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Config;

public sealed class EngineDetectorTests(LlamaServerFixture llama)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Ports that nothing listens on and an empty environment, so that the machine that runs the tests does not matter.</summary>
    private static DetectionOptions Nothing => new()
    {
        OllamaPort = LoopbackFake.ClosedPort(),
        LmStudioPort = LoopbackFake.ClosedPort(),
        LlamaServerPort = LoopbackFake.ClosedPort(),
        VllmPort = LoopbackFake.ClosedPort(),
        Environment = static _ => null,
        Models = new GgufStore(Path.Combine(Path.GetTempPath(), "autoclaw-no-models")),
    };

    private static async Task<Finding> LookAsync(string name, DetectionOptions options) =>
        (await EngineDetector.DetectAsync(options, cancellationToken: Cancelled)).Findings.Single(finding => finding.Name == name);

    [Fact]
    public async Task Detect_NothingThere_StandsInWithSimulators()
    {
        var found = await EngineDetector.DetectAsync(Nothing, cancellationToken: Cancelled);

        Assert.Equal(["Ollama", "LM Studio", "llama-server", "vLLM", "Gemini", "OpenAI", "Anthropic", "Simulated local engine", "Simulated cloud engine"], found.Findings.Select(finding => finding.Name));
        Assert.All(found.Findings.Take(4), finding => Assert.Equal("nothing listens there", finding.Detail));
        Assert.Equal(["local", "cloud"], found.Engines.Select(engine => engine.Id));
        Assert.Equal([Place.Local, Place.Cloud], found.Engines.Select(engine => engine.Place));
        Assert.All(found.Engines, engine => Assert.Equal("simulator", engine.Kind));
        Assert.Equal(new SimulatorOptions(TimeSpan.FromMilliseconds(60), 90, 64), found.Engines[0].Simulator);
        Assert.Equal(new SimulatorOptions(TimeSpan.FromMilliseconds(265), 150, 64), found.Engines[1].Simulator);
    }

    [Fact]
    public async Task Detect_PulledModel_IsRunUnlessAnEngineRunsAlready()
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-pulled-");
        try
        {
            TinyModel.Write(Path.Combine(folder.FullName, "tiny.gguf"), 4096);
            var options = Nothing with { Models = new GgufStore(folder.FullName), Environment = static name => name == LlamaServerBinary.Variable ? "/bin/sh" : null };

            var engine = (await EngineDetector.DetectAsync(options, cancellationToken: Cancelled)).Engines[0];
            Assert.Equal(("local", "llama-server", "tiny", "tiny", 4096), (engine.Id, engine.Kind, engine.Model, engine.LlamaServer!.ModelFile, engine.ContextTokens));

            var without = await LookAsync("Pulled model", options with { Environment = static name => name == LlamaServerBinary.Variable ? "/nowhere" : null });
            Assert.Contains("'autoclaw engine install' puts one in place", without.Detail, StringComparison.Ordinal);

            await using var ollama = await LoopbackFake.StartAsync(EngineAnswers.Ollama(EngineAnswers.OllamaModel("llama3.2:latest")));
            var beside = await EngineDetector.DetectAsync(options with { OllamaPort = ollama.Port }, cancellationToken: Cancelled);
            Assert.DoesNotContain(beside.Findings, finding => finding.Name == "Pulled model");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task ToOptions_OfADetection_IsACompleteConfiguration()
    {
        var found = await EngineDetector.DetectAsync(Nothing with { Environment = static name => name == "GEMINI_API_KEY" ? "x" : null }, cancellationToken: Cancelled);
        var key = ApiKey.Create();
        var options = found.ToOptions(key);

        Assert.Equal(["local", "gemini"], options.Engines.Select(engine => engine.Id));
        var auto = Assert.Single(options.Routes);
        Assert.Equal("auto", auto.Name);
        Assert.Equal(["local", "gemini"], auto.Engines);
        Assert.True(new KeyRing(options.Auth).TryAuthenticate(key.Value, out _));
    }

    [Fact]
    public async Task Detect_Ollama_TakesTheNewestChatModelOfThisMachine()
    {
        await using var ollama = await LoopbackFake.StartAsync(EngineAnswers.Ollama(
            EngineAnswers.OllamaModel("gpt-oss:120b-cloud", more: ""","remote_model":"gpt-oss:120b","remote_host":"https://ollama.com:443" """),
            EngineAnswers.OllamaModel("nomic-embed-text:latest", "nomic-bert"),
            EngineAnswers.OllamaModel("llama3.2:latest"),
            EngineAnswers.OllamaModel("older:latest")));
        var finding = await LookAsync("Ollama", Nothing with { OllamaPort = ollama.Port });

        var engine = finding.Engine!;
        Assert.Equal(("ollama", Place.Local, "llama3.2:latest", "nomic-embed-text:latest"), (engine.Id, engine.Place, engine.Model, engine.EmbeddingModel));
        Assert.Equal(new Uri($"http://127.0.0.1:{ollama.Port}/v1"), engine.BaseUrl);
        Assert.Equal("llama3.2:latest (version 0.12.3)", finding.Detail);
    }

    [Fact]
    public async Task Detect_OllamaWithCloudModelsOnly_IsNotLocal()
    {
        await using var ollama = await LoopbackFake.StartAsync(EngineAnswers.Ollama(EngineAnswers.OllamaModel("gpt-oss:120b-cloud")));
        var finding = await LookAsync("Ollama", Nothing with { OllamaPort = ollama.Port });

        Assert.False(finding.Found);
        Assert.Equal("it runs, but all its chat models run on Ollama's cloud; run: ollama pull llama3.2", finding.Detail);
    }

    [Fact]
    public async Task Detect_OllamaWithoutModels_SaysWhatToDo()
    {
        await using var ollama = await LoopbackFake.StartAsync(EngineAnswers.Ollama());

        Assert.Equal("it runs, but has no chat model; run: ollama pull llama3.2", (await LookAsync("Ollama", Nothing with { OllamaPort = ollama.Port })).Detail);
    }

    [Fact]
    public async Task Detect_ModelNamedByTheEnvironment_IsTaken()
    {
        await using var ollama = await LoopbackFake.StartAsync(EngineAnswers.Ollama(EngineAnswers.OllamaModel("llama3.2:latest")));
        var finding = await LookAsync("Ollama", Nothing with { OllamaPort = ollama.Port, Environment = static name => name == "OLLAMA_MODEL" ? "qwen3" : null });

        Assert.Equal("qwen3", finding.Engine!.Model);
    }

    [Fact]
    public async Task Detect_LmStudio_PrefersTheLoadedModel()
    {
        await using var studio = await LoopbackFake.StartAsync(EngineAnswers.LmStudio);
        var engine = (await LookAsync("LM Studio", Nothing with { LmStudioPort = studio.Port })).Engine!;

        Assert.Equal(
            ("lmstudio", "qwen2-vl-7b-instruct", "text-embedding-nomic-embed-text-v1.5", 4096, true),
            (engine.Id, engine.Model, engine.EmbeddingModel, engine.ContextTokens, engine.Vision));
    }

    [Fact]
    public async Task Detect_OlderLmStudio_IsKnownByItsOwner()
    {
        await using var studio = await LoopbackFake.StartAsync(("/v1/models", 200, """{"data":[{"id":"phi-3","object":"model","owned_by":"organization_owner"}],"object":"list"}"""));

        Assert.Equal("phi-3", (await LookAsync("LM Studio", Nothing with { LmStudioPort = studio.Port })).Engine!.Model);
    }

    [Fact]
    public async Task Detect_LlamaServer_ReadsItsProperties()
    {
        await using var server = await LoopbackFake.StartAsync(EngineAnswers.LlamaServer);
        var engine = (await LookAsync("llama-server", Nothing with { LlamaServerPort = server.Port })).Engine!;

        Assert.Equal(("llama-server", "qwen2.5-7b", 8192, true), (engine.Id, engine.Model, engine.ContextTokens, engine.Vision));
    }

    [Fact]
    public async Task Detect_RealLlamaServer_IsFound()
    {
        var server = await llama.ChatAsync(Cancelled);
        var finding = await LookAsync("llama-server", Nothing with { LlamaServerPort = server.BaseUrl.Port });

        Assert.True(finding.Found, finding.Detail);
        Assert.Equal("tiny", finding.Engine!.Model);
        Assert.Equal(server.BaseUrl, finding.Engine.BaseUrl);
        Assert.NotNull(finding.Engine.ContextTokens);
    }

    [Fact]
    public async Task Detect_LlamaServerStillLoading_SaysSo()
    {
        await using var server = await LoopbackFake.StartAsync(("*", 503, """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}"""));

        Assert.Equal("it is still loading its model; try again in a moment", (await LookAsync("llama-server", Nothing with { LlamaServerPort = server.Port })).Detail);
    }

    [Fact]
    public async Task Detect_LlamaServerWithAKey_SaysWhatToDo()
    {
        await using var server = await LoopbackFake.StartAsync([EngineAnswers.LlamaServer[0], ("/props", 401, "{}"), EngineAnswers.LlamaServer[2]]);

        Assert.StartsWith("it wants an API key", (await LookAsync("llama-server", Nothing with { LlamaServerPort = server.Port })).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detect_Vllm_TakesTheBaseModel()
    {
        await using var server = await LoopbackFake.StartAsync(EngineAnswers.Vllm);
        var finding = await LookAsync("vLLM", Nothing with { VllmPort = server.Port });

        Assert.Equal(("vllm", "Qwen/Qwen3-32B", 40960), (finding.Engine!.Id, finding.Engine.Model, finding.Engine.ContextTokens));
        Assert.Equal("Qwen/Qwen3-32B (version 0.8.4)", finding.Detail);
    }

    [Fact]
    public async Task Detect_VllmWithAKey_SaysWhatToDo()
    {
        await using var server = await LoopbackFake.StartAsync(EngineAnswers.Vllm[0], ("/v1/models", 401, """{"error":"Unauthorized"}"""));

        Assert.StartsWith("what answers there wants an API key", (await LookAsync("vLLM", Nothing with { VllmPort = server.Port })).Detail, StringComparison.Ordinal);
    }

    public static TheoryData<int, string> Strangers => new()
    {
        { 200, "{}" },
        { 200, "[]" },
        { 200, "null" },
        { 200, "<html></html>" },
        { 200, "" },
        { 200, """{"status":"ok"}""" },
        { 200, """{"version":5,"models":{},"data":"x","default_generation_settings":[]}""" },
        { 200, """{"object":"list","data":[{"id":"gpt-4.1","object":"model","owned_by":"openai"}]}""" },
        { 200, """{"object":"list","data":[null,1,"x",{}]}""" },
        { 302, "" },
        { 500, """{"error":"x"}""" },
        { 503, "busy" },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Detect_AnotherServerOnEveryPort_IsTakenForNone(int status, string body)
    {
        await using var stranger = await LoopbackFake.StartAsync(("*", status, body));
        var port = stranger.Port;
        var found = await EngineDetector.DetectAsync(
            new DetectionOptions { OllamaPort = port, LmStudioPort = port, LlamaServerPort = port, VllmPort = port, Environment = static _ => null }, cancellationToken: Cancelled);

        Assert.All(found.Findings.Take(4), finding => Assert.Equal((false, $"what answers there is not {finding.Name}"), (finding.Found, finding.Detail)));
    }

    [Fact]
    public async Task Detect_EnginesOnEachOthersPorts_AreNotMixedUp()
    {
        await using var ollama = await LoopbackFake.StartAsync(
            [.. EngineAnswers.Ollama(EngineAnswers.OllamaModel("llama3.2")), ("/v1/models", 200, """{"object":"list","data":[{"id":"llama3.2","object":"model","owned_by":"library"}]}""")]);
        await using var studio = await LoopbackFake.StartAsync(EngineAnswers.LmStudio);
        await using var server = await LoopbackFake.StartAsync(EngineAnswers.LlamaServer);
        await using var vllm = await LoopbackFake.StartAsync(EngineAnswers.Vllm);
        var found = await EngineDetector.DetectAsync(
            new DetectionOptions { OllamaPort = studio.Port, LmStudioPort = server.Port, LlamaServerPort = vllm.Port, VllmPort = ollama.Port, Environment = static _ => null }, cancellationToken: Cancelled);

        Assert.All(found.Findings.Take(4), finding => Assert.False(finding.Found, finding.Name));
    }

    [Fact]
    public async Task Detect_HangingPorts_StaysUnderASecond()
    {
        // Accepts nothing: the connection stands in the backlog and never gets an answer.
        using var hanging = new TcpListener(IPAddress.Loopback, 0);
        hanging.Start();
        var port = ((IPEndPoint)hanging.LocalEndpoint).Port;
        await using var ollama = await LoopbackFake.StartAsync(EngineAnswers.Ollama(EngineAnswers.OllamaModel("llama3.2")));

        var watch = Stopwatch.StartNew();
        var found = await EngineDetector.DetectAsync(
            Nothing with { OllamaPort = ollama.Port, LmStudioPort = port, LlamaServerPort = port, VllmPort = port }, cancellationToken: Cancelled);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal([true, false, false, false], found.Findings.Take(4).Select(finding => finding.Found));
        Assert.All(found.Findings.Skip(1).Take(3), finding => Assert.Equal("does not answer in time", finding.Detail));
    }

    [Fact]
    public async Task Detect_CancelledByTheCaller_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EngineDetector.DetectAsync(Nothing, cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task Detect_ModelNameWithControlCharacters_IsNotTaken()
    {
        await using var server = await LoopbackFake.StartAsync(("/v1/models", 200, """{"data":[{"id":"a\u001b[2J\nlisten: x","owned_by":"vllm"}]}"""));

        Assert.False((await LookAsync("vLLM", Nothing with { VllmPort = server.Port })).Found);
    }
}
