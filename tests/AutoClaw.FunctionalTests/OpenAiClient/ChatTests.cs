using System.Text.Json.Nodes;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;
using OpenAI.Chat;

namespace AutoClaw.FunctionalTests.OpenAiClient;

/// <summary>What an application does with the official client, through the gateway to simulated engines.</summary>
public sealed class ChatTests
{
    private static readonly BinaryData CityParameters = BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"],"additionalProperties":false}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("local", TestEngine.LocalModel)]
    [InlineData("cloud", TestEngine.CloudModel)]
    public async Task Chat_Text_AnswersWithUsageAndTheModelThatAnswered(string name, string model)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        ChatCompletion answer = await engines.Gateway.Chat(name).CompleteChatAsync(
            [ChatMessage.CreateSystemMessage("Be brief."), ChatMessage.CreateUserMessage("hi")], null, Cancellation);
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal((model, ChatFinishReason.Stop), (answer.Model, answer.FinishReason));
        var row = Assert.Single(engines.Gateway.Ledger());
        Assert.Equal((answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, true), ((int)row.InputTokens, (int)row.OutputTokens, row.Simulated));
        var stats = name == "local" ? engines.Local.Stats : engines.Cloud.Stats;
        Assert.Equal((row.InputTokens, row.OutputTokens), (stats.PromptTokens, stats.CompletionTokens));
    }

    [Fact]
    public async Task Stream_Text_IsTheSameAsCollected()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var chat = engines.Gateway.Chat("local");
        ChatCompletion whole = await chat.CompleteChatAsync(["tell me"], null, Cancellation);
        var text = "";
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in chat.CompleteChatStreamingAsync(["tell me"], null, Cancellation))
        {
            updates.Add(update);
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        Assert.Equal(whole.Content[0].Text, text);
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
        Assert.Equal(whole.Usage.TotalTokenCount, Assert.Single(updates, update => update.Usage is not null).Usage.TotalTokenCount);
        Assert.All(updates, update => Assert.Equal(updates[0].CompletionId, update.CompletionId));
        var rows = engines.Gateway.Ledger();
        Assert.Equal([false, true], rows.Select(row => row.Streamed));
        Assert.Equal(rows[0].OutputTokens, rows[1].OutputTokens);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_OneOffered_IsCalledAndItsResultAnswered(bool stream)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var chat = engines.Gateway.Chat("local");
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("forecast", "Weather", CityParameters) } };
        var (calls, reason) = await CallAsync(chat, options, stream);
        var call = Assert.Single(calls);
        Assert.Equal(("forecast", ChatFinishReason.ToolCalls), (call.FunctionName, reason));
        AssertArguments(call);

        ChatCompletion answer = await chat.CompleteChatAsync(
            [ChatMessage.CreateUserMessage("weather?"), ChatMessage.CreateAssistantMessage([call]), ChatMessage.CreateToolMessage(call.Id, "sunny")], options, Cancellation);
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(["tool_calls", "stop"], engines.Gateway.Ledger().Select(row => row.FinishReason));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_SeveralAtOnce_AreAllThereWithTheirOwnArguments(bool stream)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var options = new ChatCompletionOptions
        {
            AllowParallelToolCalls = true,
            Tools = { ChatTool.CreateFunctionTool("forecast", "Weather", CityParameters), ChatTool.CreateFunctionTool("trains", "Trains", CityParameters) },
        };
        var (calls, _) = await CallAsync(engines.Gateway.Chat("cloud"), options, stream);
        Assert.Equal(["forecast", "trains"], calls.Select(call => call.FunctionName));
        Assert.Equal(2, calls.Select(call => call.Id).Distinct().Count());
        Assert.All(calls, AssertArguments);
    }

    [Fact]
    public async Task JsonSchema_Strict_IsKept()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        ChatCompletion answer = await engines.Gateway.Chat("local").CompleteChatAsync(["weather?"], new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", CityParameters, null, true),
        }, Cancellation);
        var json = JsonNode.Parse(answer.Content[0].Text)!.AsObject();
        Assert.Equal(["city", "days"], json.Select(member => member.Key).Order());
        Assert.Equal(System.Text.Json.JsonValueKind.Number, json["days"]!.GetValueKind());
    }

    [Fact]
    public async Task Image_Part_ReachesTheEngine()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[] { 0x89, 0x50, 0x4E, 0x47 }), "image/png");
        ChatCompletion answer = await engines.Gateway.Chat("cloud").CompleteChatAsync(
            [ChatMessage.CreateUserMessage(ChatMessageContentPart.CreateTextPart("what is it?"), image)], null, Cancellation);
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(1, engines.Cloud.Stats.Images);
    }

    [Fact]
    public async Task Choices_Two_ComeBackTogether()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = await engines.Gateway.PostChatAsync("""{"model":"local","n":2,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal([0, 1], answer.Json["choices"]!.AsArray().Select(choice => (int)choice!["index"]!));
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatResponse, answer.Text);
        Assert.Equal((int?)answer.Json["usage"]!["completion_tokens"], (int)Assert.Single(engines.Gateway.Ledger()).OutputTokens);
    }

    [Fact]
    public async Task Stream_EveryChunk_IsValid()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = await engines.Gateway.PostChatAsync(
            """{"model":"local","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal("[DONE]", answer.Events[^1]);
        foreach (var chunk in answer.Events.SkipLast(1))
        {
            await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatChunk, chunk);
        }
    }

    [Fact]
    public async Task Cancel_ClientLeaves_StopsTheSimulatorsWork()
    {
        // A token a minute: it would still be at it when the test has long ended.
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 1.0 / 60 });
        await using (var answer = await engines.Gateway.StreamChatAsync("""{"model":"local","stream":true,"messages":[{"role":"user","content":"hi"}]}"""))
        {
            Assert.NotNull(await answer.NextAsync());
            Assert.Equal(1, engines.Local.Stats.InFlight);
        }

        await Fixtures.Eventually.TrueAsync(() => engines.Local.Stats is { Cancelled: 1, InFlight: 0 });
        var row = Assert.Single(await engines.Gateway.StopAndReadLedgerAsync());
        Assert.Equal((AttemptOutcome.Cancelled, true), (row.Outcome, row.Estimated));
    }

    [Fact]
    public async Task Answer_OfASimulator_SaysSo()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        foreach (var stream in (string[])["true", "false"])
        {
            var answer = await engines.Gateway.PostChatAsync($$"""{"model":"local","stream":{{stream}},"messages":[{"role":"user","content":"hi"}]}""");
            Assert.Equal("true", answer.Header("x-autoclaw-simulated"));
        }

        Assert.All(engines.Gateway.Ledger(), row => Assert.True(row.Simulated));
    }

    private static void AssertArguments(ChatToolCall call)
    {
        var arguments = JsonNode.Parse(call.FunctionArguments.ToString())!.AsObject();
        Assert.Equal(["city", "days"], arguments.Select(member => member.Key).Order());
    }

    private static async Task<(IReadOnlyList<ChatToolCall> Calls, ChatFinishReason? Reason)> CallAsync(
        ChatClient chat, ChatCompletionOptions options, bool stream)
    {
        if (!stream)
        {
            ChatCompletion answer = await chat.CompleteChatAsync(["weather?"], options, Cancellation);
            return (answer.ToolCalls, answer.FinishReason);
        }

        var calls = new SortedDictionary<int, (string Id, string Name, string Arguments)>();
        ChatFinishReason? reason = null;
        await foreach (var update in chat.CompleteChatStreamingAsync(["weather?"], options, Cancellation))
        {
            reason = update.FinishReason ?? reason;
            foreach (var part in update.ToolCallUpdates)
            {
                var call = calls.GetValueOrDefault(part.Index, (Id: "", Name: "", Arguments: ""));
                calls[part.Index] = (call.Id + part.ToolCallId, call.Name + part.FunctionName, call.Arguments + part.FunctionArgumentsUpdate);
            }
        }

        return ([.. calls.Values.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments)))], reason);
    }
}
