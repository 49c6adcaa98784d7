using System.Text.Json;
using AutoClaw.Cli.Simulator;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>The simulator as OpenAI's own client sees it.</summary>
public sealed class SimulatorOpenAiTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool(
        "get_weather",
        "The weather somewhere",
        BinaryData.FromString("""
            {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":7},
            "unit":{"type":"string","enum":["celsius","fahrenheit"]}},"required":["city","days","unit"],"additionalProperties":false}
            """));

    private static readonly ChatTool Time = ChatTool.CreateFunctionTool("get_time", "The time now");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_SamePromptTwice_GivesTheSameLabelledText()
    {
        await using var client = await SimulatorClient.StartAsync();
        ChatCompletion first = await client.Chat.CompleteChatAsync([new UserChatMessage("What is a relay?")], null, Cancellation);
        ChatCompletion again = await client.Chat.CompleteChatAsync([new UserChatMessage("What is a relay?")], null, Cancellation);
        ChatCompletion other = await client.Chat.CompleteChatAsync([new UserChatMessage("What is a router?")], null, Cancellation);
        Assert.StartsWith("This answer is simulated", first.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(first.Content[0].Text, again.Content[0].Text);
        Assert.NotEqual(first.Content[0].Text, other.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, first.FinishReason);
        Assert.Equal(SimulatorServerOptions.DefaultModel, first.Model);
        Assert.Equal(64, first.Usage.OutputTokenCount);
        Assert.NotEqual(first.Id, again.Id);
    }

    [Fact]
    public async Task Text_LimitBelowLength_FinishesWithLength()
    {
        await using var client = await SimulatorClient.StartAsync();
        ChatCompletion answer = await client.Chat.CompleteChatAsync(
            [new UserChatMessage("Hello")], new ChatCompletionOptions { MaxOutputTokenCount = 3 }, Cancellation);
        Assert.Equal("This answer is", answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(3, answer.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Text_StopSequence_EndsBeforeIt()
    {
        await using var client = await SimulatorClient.StartAsync();
        var options = new ChatCompletionOptions { StopSequences = { "nowhere in it", ": no model" } };
        ChatCompletion answer = await client.Chat.CompleteChatAsync([new UserChatMessage("Hello")], options, Cancellation);
        Assert.Equal("This answer is simulated", answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public async Task Stream_AnyPace_JoinsToTheCollectedAnswer(double tokensPerSecond)
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { TokensPerSecond = tokensPerSecond, OutputTokens = 200 });
        ChatCompletion whole = await client.Chat.CompleteChatAsync([new UserChatMessage("Tell me more")], null, Cancellation);
        var text = string.Empty;
        var updates = 0;
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in client.Chat.CompleteChatStreamingAsync([new UserChatMessage("Tell me more")], null, Cancellation))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            updates += update.ContentUpdate.Count(part => part.Text.Length > 0);
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(whole.Content[0].Text, text);
        Assert.Equal(200, updates);
        Assert.Equal((whole.Usage.InputTokenCount, 200), (usage!.InputTokenCount, usage.OutputTokenCount));
        Assert.Equal(ChatFinishReason.Stop, finish);
    }

    [Fact]
    public async Task Tools_OneTool_IsCalledWithArgumentsForItsSchemaAndThenAnswered()
    {
        await using var client = await SimulatorClient.StartAsync();
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage("Weather in Bern?")];
        ChatCompletion call = await client.Chat.CompleteChatAsync(messages, options, Cancellation);
        var tool = Assert.Single(call.ToolCalls);
        Assert.Equal((ChatFinishReason.ToolCalls, "get_weather"), (call.FinishReason, tool.FunctionName));
        using var arguments = JsonDocument.Parse(tool.FunctionArguments);
        Assert.InRange(arguments.RootElement.GetProperty("days").GetInt32(), 1, 7);
        Assert.Contains(arguments.RootElement.GetProperty("unit").GetString(), (string?[])["celsius", "fahrenheit"]);

        messages.Add(new AssistantChatMessage(call));
        messages.Add(new ToolChatMessage(tool.Id, "sunny"));
        ChatCompletion answer = await client.Chat.CompleteChatAsync(messages, options, Cancellation);
        Assert.Empty(answer.ToolCalls);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.InputTokenCount > call.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Tools_TwoToolsStreamed_AreCalledInParallel()
    {
        await using var client = await SimulatorClient.StartAsync();
        var names = new Dictionary<int, string>();
        var arguments = new Dictionary<int, string>();
        await foreach (var update in client.Chat.CompleteChatStreamingAsync(
            [new UserChatMessage("Both")], new ChatCompletionOptions { Tools = { Weather, Time } }, Cancellation))
        {
            foreach (var tool in update.ToolCallUpdates)
            {
                if (tool.FunctionName is { } name)
                {
                    names[tool.Index] = name;
                }

                arguments[tool.Index] = arguments.GetValueOrDefault(tool.Index) + tool.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal(["get_weather", "get_time"], names.OrderBy(pair => pair.Key).Select(pair => pair.Value));
        using var first = JsonDocument.Parse(arguments[0]);
        Assert.Equal(3, first.RootElement.EnumerateObject().Count());
        Assert.Equal("{}", arguments[1]);
    }

    [Fact]
    public async Task Tools_ChoiceAndParallelism_AreObeyed()
    {
        await using var client = await SimulatorClient.StartAsync();
        ChatCompletion one = await client.Chat.CompleteChatAsync(
            [new UserChatMessage("x")], new ChatCompletionOptions { Tools = { Weather, Time }, AllowParallelToolCalls = false }, Cancellation);
        ChatCompletion forced = await client.Chat.CompleteChatAsync(
            [new UserChatMessage("x")],
            new ChatCompletionOptions { Tools = { Weather, Time }, ToolChoice = ChatToolChoice.CreateFunctionChoice("get_time") },
            Cancellation);
        ChatCompletion none = await client.Chat.CompleteChatAsync(
            [new UserChatMessage("x")], new ChatCompletionOptions { Tools = { Weather }, ToolChoice = ChatToolChoice.CreateNoneChoice() }, Cancellation);
        Assert.Equal("get_weather", Assert.Single(one.ToolCalls).FunctionName);
        Assert.Equal("get_time", Assert.Single(forced.ToolCalls).FunctionName);
        Assert.Empty(none.ToolCalls);
        Assert.NotEmpty(none.Content[0].Text);
    }

    [Fact]
    public async Task JsonSchema_StrictSchema_IsFilled()
    {
        await using var client = await SimulatorClient.StartAsync();
        const string Schema = """
            {"type":"object","properties":{"name":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}},
            "born":{"type":"string","format":"date"},"parent":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},
            "required":["name","tags","born","parent"],"additionalProperties":false}
            """;
        var format = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(Schema), jsonSchemaIsStrict: true);
        ChatCompletion answer = await client.Chat.CompleteChatAsync(
            [new UserChatMessage("A person")], new ChatCompletionOptions { ResponseFormat = format }, Cancellation);
        var schema = await NJsonSchema.JsonSchema.FromJsonAsync(Schema, Cancellation);
        Assert.Empty(schema.Validate(answer.Content[0].Text));
    }

    [Fact]
    public async Task JsonObject_Asked_GivesAnObject()
    {
        await using var client = await SimulatorClient.StartAsync();
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat() };
        ChatCompletion answer = await client.Chat.CompleteChatAsync([new UserChatMessage("JSON")], options, Cancellation);
        using var json = JsonDocument.Parse(answer.Content[0].Text);
        Assert.True(json.RootElement.GetProperty("simulated").GetBoolean());
    }

    [Fact]
    public async Task Logprobs_Asked_NameEveryToken()
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { OutputTokens = 10 });
        var options = new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 2 };
        ChatCompletion answer = await client.Chat.CompleteChatAsync([new UserChatMessage("Odds")], options, Cancellation);
        Assert.Equal(10, answer.ContentTokenLogProbabilities.Count);
        Assert.Equal(answer.Content[0].Text, string.Concat(answer.ContentTokenLogProbabilities.Select(token => token.Token)));
        Assert.All(answer.ContentTokenLogProbabilities, token => Assert.Equal(2, token.TopLogProbabilities.Count));
        Assert.All(answer.ContentTokenLogProbabilities, token => Assert.True(token.LogProbability < 0));
    }

    [Fact]
    public async Task Image_InPrompt_IsCounted()
    {
        await using var client = await SimulatorClient.StartAsync();
        var part = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[] { 1, 2, 3 }), "image/png");
        ChatCompletion plain = await client.Chat.CompleteChatAsync([new UserChatMessage("Look")], null, Cancellation);
        ChatCompletion image = await client.Chat.CompleteChatAsync(
            [new UserChatMessage(ChatMessageContentPart.CreateTextPart("Look"), part)], null, Cancellation);
        Assert.Equal(plain.Usage.InputTokenCount + SimulatedTokens.PerImage, image.Usage.InputTokenCount);
        Assert.Equal(1, client.Server.Stats.Images);
    }

    [Fact]
    public async Task Embeddings_Base64AsTheClientAsks_AreUnitVectorsThatFollowTheWords()
    {
        await using var client = await SimulatorClient.StartAsync();
        OpenAIEmbeddingCollection vectors = await client.OpenAi.GetEmbeddingClient("any").GenerateEmbeddingsAsync(
            ["the cat sat on the mat", "the cat sat on the rug", "completely different words here"], null, Cancellation);
        var (cat, rug, other) = (vectors[0].ToFloats().ToArray(), vectors[1].ToFloats().ToArray(), vectors[2].ToFloats().ToArray());
        Assert.Equal(256, cat.Length);
        Assert.Equal(1, Dot(cat, cat), 1e-5);
        Assert.True(Dot(cat, rug) > 0.6);
        Assert.True(Dot(cat, other) < 0.4);
        Assert.Equal(16, vectors.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Models_List_SaysSimulated()
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { Model = "simulated-x" });
        OpenAI.Models.OpenAIModelCollection models = await client.OpenAi.GetOpenAIModelClient().GetModelsAsync(Cancellation);
        var model = Assert.Single(models);
        Assert.Equal(("simulated-x", "autoclaw-simulator"), (model.Id, model.OwnedBy));
    }

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
