using System.ClientModel;
using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.LlamaServer;
using OpenAI.Chat;

namespace AutoClaw.FunctionalTests.OpenAiClient;

/// <summary>The official client through the gateway to a real llama-server.</summary>
public sealed class LlamaServerTests(LlamaServerFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_Text_IsTheModelsAnswerWithItsUsage()
    {
        await using var gateway = await StartAsync();
        ChatCompletion answer = await gateway.Chat("auto").CompleteChatAsync(["hi"], null, Cancellation);
        Assert.Equal(TinyModel.Answer, answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Equal("tiny", answer.Model);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount), ((int)row.InputTokens, (int)row.OutputTokens));
        Assert.Equal((AttemptOutcome.Completed, false, "stop"), (row.Outcome, row.Estimated, row.FinishReason));
    }

    [Fact]
    public async Task Stream_Text_ComesInPiecesAndIsTheSame()
    {
        await using var gateway = await StartAsync();
        var pieces = new List<string>();
        ChatTokenUsage? usage = null;
        await foreach (var update in gateway.Chat("auto").CompleteChatStreamingAsync(["hi"], null, Cancellation))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
        }

        Assert.Equal(TinyModel.Answer, string.Concat(pieces));
        Assert.True(pieces.Count > 10, $"{pieces.Count} pieces");
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((usage!.InputTokenCount, usage.OutputTokenCount), ((int)row.InputTokens, (int)row.OutputTokens));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_Offered_OneIsCalled(bool stream)
    {
        await using var gateway = await StartAsync();
        var options = new ChatCompletionOptions();
        options.Tools.Add(ChatTool.CreateFunctionTool(TinyModel.ToolName, "Weather", BinaryData.FromString(
            """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")));
        var (name, arguments, reason) = stream
            ? await StreamToolCallAsync(gateway.Chat("auto"), options)
            : await ToolCallAsync(gateway.Chat("auto"), options);
        Assert.Equal((TinyModel.ToolName, ChatFinishReason.ToolCalls), (name, reason));
        Assert.Equal(TinyModel.ToolCity, (string?)JsonNode.Parse(arguments)!["city"]);
        Assert.Equal("tool_calls", Assert.Single(gateway.Ledger()).FinishReason);
    }

    [Fact]
    public async Task JsonSchema_Asked_IsKept()
    {
        await using var gateway = await StartAsync();
        ChatCompletion answer = await gateway.Chat("auto").CompleteChatAsync(["hi"], new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", BinaryData.FromString(
                """{"type":"object","properties":{"city":{"enum":["Paris","Rome"]},"warm":{"type":"boolean"}},"required":["city","warm"],"additionalProperties":false}""")),
        }, Cancellation);
        var json = JsonNode.Parse(answer.Content[0].Text)!.AsObject();
        Assert.Equal(["city", "warm"], json.Select(member => member.Key));
        Assert.True((string?)json["city"] is "Paris" or "Rome", json.ToJsonString());
    }

    [Fact]
    public async Task Logprobs_Asked_AreThereForEveryToken()
    {
        await using var gateway = await StartAsync();
        ChatCompletion answer = await gateway.Chat("auto").CompleteChatAsync(
            ["hi"], new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 2, MaxOutputTokenCount = 4 }, Cancellation);
        Assert.Equal(["Hello", " from", " a", " tiny"], answer.ContentTokenLogProbabilities.Select(token => token.Token));
        Assert.All(answer.ContentTokenLogProbabilities, token => Assert.Equal(2, token.TopLogProbabilities.Count));
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
    }

    [Fact]
    public async Task Cancel_ClientLeaves_StopsTheServersWork()
    {
        var server = await fixture.ChatAsync(Cancellation);
        var seen = server.Log.Items.Count;
        await using var gateway = await StartAsync();
        using (var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var update in gateway.Chat("auto").CompleteChatStreamingAsync([TinyModel.EndlessWord], null, leave.Token))
                {
                    await leave.CancelAsync();
                }
            });
        }

        // It says so in its log; without the cancel it would go on until its context is full.
        await server.Log.FirstAsync(line => server.Log.Items.Skip(seen).Contains(line) && line.Contains("cancel", StringComparison.Ordinal), Cancellation);
        var row = Assert.Single(await gateway.StopAndReadLedgerAsync());
        Assert.Equal((AttemptOutcome.Cancelled, true), (row.Outcome, row.Estimated));
    }

    [Fact]
    public async Task Error_ContextTooLong_IsTheServersOwnRefusal()
    {
        await using var gateway = await StartAsync();
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => gateway.Chat("auto").CompleteChatAsync([new string('x', 80_000)], null, Cancellation));
        Assert.Equal(400, error.Status);
        Assert.Equal(AttemptOutcome.Rejected, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Fact]
    public async Task Timings_OfTheServer_AreInTheLedgerToItsTokensPerSecond()
    {
        await using var gateway = await StartAsync();
        var answer = await gateway.PostChatAsync("""{"model":"auto","messages":[{"role":"user","content":"hi"}]}""");
        var timings = answer.Json["timings"]!;
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((double)timings["prompt_ms"]!, row.PrefillMs!.Value, 6);
        Assert.Equal((double)timings["predicted_ms"]!, row.DecodeMs!.Value, 6);

        // It counts from the first token on, which the prefill brings.
        var perSecond = (row.OutputTokens - 1) / row.DecodeMs.Value * 1000;
        Assert.InRange(perSecond / (double)timings["predicted_per_second"]!, 0.999, 1.001);
        Assert.Equal((long)timings["cache_n"]!, row.CachedTokens);
    }

    [Fact]
    public async Task Embeddings_TwoTexts_AreTheServersVectors()
    {
        var server = await fixture.EmbeddingsAsync(Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { EmbeddingModel = "tiny" });
        var answer = await gateway.Embeddings("tiny").GenerateEmbeddingsAsync(["one", "two"], null, Cancellation);
        Assert.Equal(2, answer.Value.Count);
        Assert.All(answer.Value, vector => Assert.Equal(128, vector.ToFloats().Length));
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal(("embeddings", answer.Value.Usage.InputTokenCount), (row.Operation, (int)row.InputTokens));
    }

    private static async Task<(string Name, string Arguments, ChatFinishReason? Reason)> ToolCallAsync(ChatClient chat, ChatCompletionOptions options)
    {
        ChatCompletion answer = await chat.CompleteChatAsync(["hi"], options, Cancellation);
        var call = Assert.Single(answer.ToolCalls);
        return (call.FunctionName, call.FunctionArguments.ToString(), answer.FinishReason);
    }

    private static async Task<(string Name, string Arguments, ChatFinishReason? Reason)> StreamToolCallAsync(ChatClient chat, ChatCompletionOptions options)
    {
        var (name, arguments, reason) = ("", "", (ChatFinishReason?)null);
        await foreach (var update in chat.CompleteChatStreamingAsync(["hi"], options, Cancellation))
        {
            name += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionName));
            arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate?.ToString()));
            reason = update.FinishReason ?? reason;
        }

        return (name, arguments, reason);
    }

    private async Task<GatewayUnderTest> StartAsync()
    {
        var server = await fixture.ChatAsync(Cancellation);
        return await GatewayUnderTest.StartAsync(TestEngine.Local(server.BaseUrl) with { Model = "tiny" });
    }
}
