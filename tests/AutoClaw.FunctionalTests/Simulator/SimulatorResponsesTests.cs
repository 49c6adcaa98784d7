using System.ClientModel;
using System.Text.Json;
using AutoClaw.Cli.Simulator;
using OpenAI.Chat;
using OpenAI.Responses;

// OpenAI marks its client for this API as one that may still change.
#pragma warning disable OPENAI001

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>The simulator's Responses API as OpenAI's own client sees it.</summary>
public sealed class SimulatorResponsesTests
{
    private static readonly FunctionTool Weather = Tool("get_weather", """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    private static readonly FunctionTool Time = Tool("get_time", """{"type":"object","properties":{}}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_AskedEitherWay_IsWhatAChatCompletionSays()
    {
        await using var client = await SimulatorClient.StartAsync();
        ChatCompletion chat = await client.Chat.CompleteChatAsync([new UserChatMessage("What is a relay?")], null, Cancellation);
        ResponseResult whole = await client.Responses.CreateResponseAsync("any", "What is a relay?", cancellationToken: Cancellation);
        var streamed = "";
        ResponseResult? end = null;
        await foreach (var update in client.Responses.CreateResponseStreamingAsync("any", "What is a relay?", cancellationToken: Cancellation))
        {
            streamed += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            end = (update as StreamingResponseCompletedUpdate)?.Response ?? end;
        }

        Assert.Equal((chat.Content[0].Text, chat.Content[0].Text), (whole.GetOutputText(), streamed));
        Assert.Equal((chat.Usage.InputTokenCount, 64), (whole.Usage.InputTokenCount, whole.Usage.OutputTokenCount));
        Assert.Equal((chat.Usage.InputTokenCount, 64), (end!.Usage.InputTokenCount, end.Usage.OutputTokenCount));
        Assert.Equal((SimulatorServerOptions.DefaultModel, ResponseStatus.Completed), (whole.Model, whole.Status));
        Assert.Equal(3 * 64, client.Server.Stats.CompletionTokens);
    }

    [Fact]
    public async Task Text_LimitBelowLength_IsIncomplete()
    {
        await using var client = await SimulatorClient.StartAsync();
        ResponseResult answer = await client.Responses.CreateResponseAsync(Ask("Hello", options => options.MaxOutputTokenCount = 3), Cancellation);
        Assert.Equal(("This answer is", ResponseStatus.Incomplete, 3), (answer.GetOutputText(), answer.Status, answer.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Tools_ForcedOneAndParallelOnes_AreCalledThenAnswered()
    {
        await using var client = await SimulatorClient.StartAsync();
        ResponseResult both = await client.Responses.CreateResponseAsync(Ask("Both", Weather, Time), Cancellation);
        Assert.Equal(["get_weather", "get_time"], Calls(both).Select(call => call.FunctionName));
        ResponseResult one = await client.Responses.CreateResponseAsync(
            Ask("One", options => options.ParallelToolCallsEnabled = false, Weather, Time), Cancellation);
        var call = Assert.Single(Calls(one));
        using var arguments = JsonDocument.Parse(call.FunctionArguments);
        Assert.Equal(JsonValueKind.String, arguments.RootElement.GetProperty("city").ValueKind);
        ResponseResult forced = await client.Responses.CreateResponseAsync(
            Ask("Time", options => options.ToolChoice = ResponseToolChoice.CreateFunctionChoice("get_time"), Weather, Time), Cancellation);
        Assert.Equal("get_time", Assert.Single(Calls(forced)).FunctionName);

        var next = Ask("One", Weather);
        next.InputItems.Add(call);
        next.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "sunny"));
        ResponseResult answer = await client.Responses.CreateResponseAsync(next, Cancellation);
        Assert.Empty(Calls(answer));
        Assert.StartsWith("This answer is simulated", answer.GetOutputText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonSchema_Asked_IsFilled()
    {
        await using var client = await SimulatorClient.StartAsync();
        const string Schema = """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""";
        ResponseResult answer = await client.Responses.CreateResponseAsync(
            Ask("A person", options => options.TextOptions = new ResponseTextOptions { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(Schema)) }),
            Cancellation);
        Assert.Empty((await NJsonSchema.JsonSchema.FromJsonAsync(Schema, Cancellation)).Validate(answer.GetOutputText()));
    }

    [Fact]
    public async Task PreviousResponse_NothingIsKept_IsRefusedByName()
    {
        await using var client = await SimulatorClient.StartAsync();
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.Responses.CreateResponseAsync("any", "again", "resp_1", Cancellation));
        Assert.Equal(400, error.Status);
        Assert.Contains("resp_1", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, client.Server.Stats.Rejected);
    }

    private static FunctionTool Tool(string name, string schema) => ResponseTool.CreateFunctionTool(name, BinaryData.FromString(schema), strictModeEnabled: false);

    private static CreateResponseOptions Ask(string prompt, params ResponseTool[] tools) => Ask(prompt, static _ => { }, tools);

    private static CreateResponseOptions Ask(string prompt, Action<CreateResponseOptions> configure, params ResponseTool[] tools)
    {
        var options = new CreateResponseOptions("any", [ResponseItem.CreateUserMessageItem(prompt)]);
        foreach (var tool in tools)
        {
            options.Tools.Add(tool);
        }

        configure(options);
        return options;
    }

    private static List<FunctionCallResponseItem> Calls(ResponseResult answer) => [.. answer.OutputItems.OfType<FunctionCallResponseItem>()];
}
