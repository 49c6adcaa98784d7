using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Kinds;

/// <summary>Engines that are a resource of Azure OpenAI. What it sends is written after Microsoft's pages on content filtering and content streaming.</summary>
public sealed class AzureEngineTests
{
    private const string Key = "azure-secret-0123456789";

    private const string Safe = """{"hate":{"filtered":false,"severity":"safe"},"violence":{"filtered":false,"severity":"safe"}}""";

    private const string Prompt = $$$"""{"id":"","object":"","created":0,"model":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{{{Safe}}}}],"choices":[],"usage":null}""";

    private const string Late = $$$"""{"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{{{Safe}}},"content_filter_offsets":{"check_offset":506,"start_offset":44,"end_offset":571}}],"usage":null}""";

    private const string Refused = """{"error":{"message":"The response was filtered due to the prompt triggering the content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"violence":{"filtered":true,"severity":"medium"}}}}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", null, "/openai/v1/chat/completions")]
    [InlineData("/", null, "/openai/v1/chat/completions")]
    [InlineData("/openai/v1", null, "/openai/v1/chat/completions")]
    [InlineData("", "2024-10-21", "/openai/deployments/our%20mini/chat/completions?api-version=2024-10-21")]
    [InlineData("/openai/", "2025-04-01-preview", "/openai/deployments/our%20mini/chat/completions?api-version=2025-04-01-preview")]
    public async Task Chat_Resource_IsAskedAtItsAddressWithItsKey(string root, string? version, string expected)
    {
        await using var engine = ScriptedEngine.Start(Answers());
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine, root) with { ApiVersion = version, Deployment = "our mini" });
        var answer = await gateway.PostChatAsync("""{"model":"sky","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = await engine.Requests.AtAsync(0, Cancellation);
        Assert.Equal((expected, Key, null), (sent.Path, sent.Header("api-key"), sent.Header("Authorization")));
        Assert.Equal("our mini", (string?)sent.Json["model"]);
        Assert.True((bool)sent.Json["stream_options"]!["include_usage"]!);

        // The price goes by the model, whatever its deployment is called.
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((TestEngine.CloudModel, 11 * TestEngine.CloudInputPrice + 2 * TestEngine.CloudOutputPrice), (row.Model, row.Cost));
    }

    [Theory]
    [InlineData(null, "/openai/v1/responses")]
    [InlineData("2025-04-01-preview", "/openai/responses?api-version=2025-04-01-preview")]
    public async Task Responses_Resource_IsAskedAtItsAddressWithItsKey(string? version, string expected)
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(400, "application/json", Refused));
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine) with { Kind = "azure-openai-responses", ApiVersion = version });
        var answer = await gateway.PostAsync("responses", """{"model":"sky","input":"hi"}"""u8.ToArray());
        Assert.Equal((HttpStatusCode.BadRequest, "content_filter"), (answer.Status, answer.ErrorCode));
        var sent = await engine.Requests.AtAsync(0, Cancellation);
        Assert.Equal((expected, Key, TestEngine.CloudModel), (sent.Path, sent.Header("api-key"), (string?)sent.Json["model"]));
    }

    [Theory]
    [InlineData(null, "/openai/v1/embeddings")]
    [InlineData("2024-10-21", "/openai/deployments/vectors/embeddings?api-version=2024-10-21")]
    public async Task Embeddings_Resource_IsAskedAtItsAddress(string? version, string expected)
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            200, "application/json", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"e","usage":{"prompt_tokens":3,"total_tokens":3}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine) with { ApiVersion = version, Deployment = "our mini", EmbeddingModel = "vectors" });
        var answer = await gateway.PostAsync("embeddings", """{"model":"sky","input":"hi"}"""u8.ToArray());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = await engine.Requests.AtAsync(0, Cancellation);
        Assert.Equal((expected, Key, "vectors"), (sent.Path, sent.Header("api-key"), (string?)sent.Json["model"]));
    }

    [Fact]
    public async Task Stream_WhatTheFilterSays_ReachesTheClient()
    {
        await using var engine = ScriptedEngine.Start(Answers());
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine));
        var answer = await gateway.PostChatAsync("""{"model":"sky","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal([Prompt, Script.Role, Script.Content("Hel"), Script.Content("lo"), Script.Finish("stop"), Late, "[DONE]"], answer.Events);
    }

    [Fact]
    public async Task Collected_WhatTheFilterSays_IsThereAndHidesNothing()
    {
        await using var engine = ScriptedEngine.Start(Answers());
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine));
        var answer = (await gateway.PostChatAsync("""{"model":"sky","messages":[{"role":"user","content":"hi"}]}""")).Json;
        var chunk = JsonNode.Parse(Script.Role)!;
        Assert.Equal(((string?)chunk["id"], (string?)chunk["model"], (long)chunk["created"]!), ((string?)answer["id"], (string?)answer["model"], (long)answer["created"]!));
        Assert.Equal(0, (int)answer["prompt_filter_results"]![0]!["prompt_index"]!);
        var choice = answer["choices"]![0]!;
        Assert.Equal(("Hello", "stop", "safe"), ((string?)choice["message"]!["content"], (string?)choice["finish_reason"], (string?)choice["content_filter_results"]!["hate"]!["severity"]));
    }

    [Fact]
    public async Task Messages_OtherApi_GetsTheAnswer()
    {
        await using var engine = ScriptedEngine.Start(Answers());
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine));
        var answer = await gateway.PostAsync("messages", Encoding.UTF8.GetBytes("""{"model":"sky","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"""));
        Assert.Equal(("Hello", "end_turn"), ((string?)answer.Json["content"]![0]!["text"], (string?)answer.Json["stop_reason"]));
        Assert.Equal(TestEngine.CloudModel, (string?)answer.Json["model"]);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Answer_CutByTheFilter_IsAnAnswer(string stream)
    {
        await using var engine = ScriptedEngine.Start(Script.Events(Prompt, Script.Role, Script.Finish("content_filter"), Script.Usage(11, 0), "[DONE]"));
        await using var home = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await CloudFirstAsync(engine, home);
        var answer = await gateway.PostChatAsync($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","stream":{{stream}},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Contains("\"finish_reason\":\"content_filter\"", answer.Text, StringComparison.Ordinal);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Completed, "content_filter"), (row.Outcome, row.FinishReason));
        Assert.Empty(home.Requests.Items);
    }

    [Fact]
    public async Task Prompt_RefusedByTheFilter_IsToldAndNobodyElseIsAsked()
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(400, "application/json", Refused));
        await using var home = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await CloudFirstAsync(engine, home);
        var answer = await gateway.PostChatAsync($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var error = answer.Json["error"]!;
        var told = JsonNode.Parse(Refused)!["error"]!;
        Assert.Equal(("content_filter", "prompt", (string?)told["message"]), ((string?)error["code"], (string?)error["param"], (string?)error["message"]));
        Assert.True(JsonNode.DeepEquals(told["innererror"], error["innererror"]), answer.Text);
        Assert.Equal("engine_rejected", Assert.Single(gateway.Ledger()).ErrorCode);
        Assert.Empty(home.Requests.Items);
    }

    [Theory]
    [InlineData("retry-after-ms: 1250", "2")]
    [InlineData("retry-after-ms: 1250\r\nRetry-After: 7", "7")]
    [InlineData("retry-after-ms: soon", null)]
    public async Task TooManyRequests_ItsWish_IsToldInSeconds(string header, string? expected)
    {
        await using var engine = ScriptedEngine.Start(Script.Fails(429, "429", header + "\r\n"));
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine));
        var answer = await gateway.PostChatAsync("""{"model":"sky","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal((HttpStatusCode.TooManyRequests, "engine_overloaded", expected), (answer.Status, answer.ErrorCode, answer.Header("Retry-After")));
    }

    [Fact]
    public async Task WrongKey_NowhereIsItShown()
    {
        await using var engine = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            401, "application/json", """{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(Azure(engine) with { ApiVersion = "2024-10-21" });
        var answer = await gateway.PostChatAsync("""{"model":"sky","messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal((HttpStatusCode.BadGateway, "engine_auth_failed"), (answer.Status, answer.ErrorCode));
        Assert.DoesNotContain(Key, answer.Text, StringComparison.Ordinal);
        await gateway.StopAsync();
        Assert.NotEmpty(gateway.Log.Items);
        Assert.DoesNotContain(gateway.Log.Items, line => line.Contains(Key, StringComparison.Ordinal));
    }

    private static Func<ScriptedExchange, Task> Answers() => Script.Events(
        Prompt, Script.Role, Script.Content("Hel"), Script.Content("lo"), Script.Finish("stop"), Late, Script.Usage(Script.PromptTokens, 2), "[DONE]");

    private static Task<GatewayUnderTest> CloudFirstAsync(ScriptedEngine azure, ScriptedEngine home) => GatewayUnderTest.StartAsync(
        options => options with { Routes = [options.Routes[0] with { Aim = new AimOptions(Threshold: -1) }] }, TestEngine.Local(home), Azure(azure));

    private static EngineOptions Azure(ScriptedEngine engine, string root = "") =>
        TestEngine.Cloud(new Uri(engine.BaseUrl.GetLeftPart(UriPartial.Authority) + root)) with { Kind = "azure-openai", ApiKey = Key };
}
