using System.ClientModel;
using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using AutoClaw.FunctionalTests.Scripted;
using OpenAI.Embeddings;

namespace AutoClaw.FunctionalTests.OpenAiClient;

/// <summary>Embeddings with the official client, and what happens to those that can't be made.</summary>
public sealed class EmbeddingsTests
{
    private const string Answer = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.25,-1.50e0]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3},"x":1.0e0}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embeddings_SeveralTexts_HaveOneVectorEachAndTheirUsage()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = (await engines.Gateway.Embeddings("local").GenerateEmbeddingsAsync(["one", "two", "one"], null, Cancellation)).Value;
        Assert.Equal(3, answer.Count);
        Assert.Equal(answer[0].ToFloats().ToArray(), answer[2].ToFloats().ToArray());
        Assert.NotEqual(answer[0].ToFloats().ToArray(), answer[1].ToFloats().ToArray());
        var row = Assert.Single(engines.Gateway.Ledger());
        Assert.Equal(("embeddings", (long)answer.Usage.InputTokenCount, 0L, AttemptOutcome.Completed), (row.Operation, row.InputTokens, row.OutputTokens, row.Outcome));
        Assert.Equal(engines.Local.Stats.PromptTokens, row.InputTokens);
    }

    [Fact]
    public async Task Embeddings_RawAnswer_IsValidAndCarriesTheHeaders()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = await engines.Gateway.PostAsync("embeddings", [.. """{"model":"local","input":"a","encoding_format":"float"}"""u8]);
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Embeddings, answer.Text);
        Assert.Equal((TestEngine.LocalId, "true", "0"), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-simulated"), answer.Header("x-autoclaw-cost-usd")));
    }

    [Fact]
    public async Task Embeddings_BytesInAndOut_AreUntouchedButForTheModel()
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "application/json", Answer));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { EmbeddingModel = "vectors" });
        var answer = await gateway.PostAsync("embeddings", [.. """{ "input":["ä\u00e4"], "model" :"auto","dimensions":1.0e1,"x":null }"""u8]);
        Assert.Equal(Answer, answer.Text);
        Assert.Equal("""{ "input":["ä\u00e4"], "model" :"vectors","dimensions":1.0e1,"x":null }""", engine.Requests.Items[0].Text);
        Assert.Equal("/v1/embeddings", engine.Requests.Items[0].Path);
    }

    [Theory]
    [InlineData("""{"input":"a"}""", 400, "missing_field", "model")]
    [InlineData("""{"model":"auto"}""", 400, "missing_field", "input")]
    [InlineData("""{"model":"nobody","input":"a"}""", 404, "model_not_found", "model")]
    [InlineData("""{"model":"auto","input":"a","input":"b"}""", 400, "duplicate_key", "input")]
    [InlineData("""{"model":"auto","input":""", 400, "invalid_json", null)]
    public async Task Embeddings_BadBody_IsRefusedAtOnce(string body, int status, string code, string? param)
    {
        await using var engine = ScriptedEngine.Start(Script.Fails(500));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostAsync("embeddings", System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal((status, code, param), ((int)answer.Status, answer.ErrorCode, (string?)answer.Error["param"]));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, answer.Text);
        Assert.Empty(engine.Requests.Items);
    }

    [Fact]
    public async Task Embeddings_NoEngineHasThem_IsRefused()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")) with { EmbeddingModel = null });
        var error = await Assert.ThrowsAsync<ClientResultException>(() => gateway.Embeddings("auto").GenerateEmbeddingAsync("a", null, Cancellation));
        Assert.Equal(400, error.Status);
    }

    [Fact]
    public async Task Embeddings_FirstEngineFails_OnlyOneWithTheSameModelIsTried()
    {
        await using var first = ScriptedEngine.Start(Script.Fails(500));
        await using var other = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "application/json", Answer));
        await using var same = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "application/json", Answer));
        await using var gateway = await GatewayUnderTest.StartAsync(
            TestEngine.Local(first) with { EmbeddingModel = "vectors" },
            TestEngine.Cloud(other) with { EmbeddingModel = "other-vectors" },
            TestEngine.Cloud(same) with { Id = "sky2", EmbeddingModel = "vectors" });
        var answer = await gateway.PostAsync("embeddings", [.. """{"model":"auto","input":"a"}"""u8]);
        Assert.Equal((HttpStatusCode.OK, "sky2", "2"), (answer.Status, answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-attempts")));
        Assert.Empty(other.Requests.Items);
        Assert.Equal([AttemptOutcome.Failed, AttemptOutcome.Completed], gateway.Ledger().Select(row => row.Outcome));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{\"data\":[")]
    public async Task Embeddings_MalformedAnswer_IsAnError(string body)
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "application/json", body));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostAsync("embeddings", [.. """{"model":"auto","input":"a"}"""u8]);
        Assert.Equal((HttpStatusCode.BadGateway, "engine_malformed"), (answer.Status, answer.ErrorCode));
        Assert.Equal(AttemptOutcome.Failed, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Fact]
    public async Task Embeddings_ClientLeaves_ClosesTheEngineAndIsInTheLedger()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsBeforeHead);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var pending = gateway.Embeddings("auto").GenerateEmbeddingAsync("a", null, leave.Token);
        var received = await engine.Requests.AtAsync(0, Cancellation);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await received.PeerLeft.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await gateway.StopAndReadLedgerAsync()).Outcome);
    }
}
