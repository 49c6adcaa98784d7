using System.Text.Json;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using AutoClaw.Cli.Simulator;
using Client = Anthropic.AnthropicClient;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>The simulator's Messages API as Anthropic's own client sees it.</summary>
public sealed class SimulatorAnthropicTests
{
    private static readonly Tool Forecast = ToolOf("forecast");

    private static readonly Tool Trains = ToolOf("trains");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_AskedEitherWay_IsTheSameAndCountedAlike()
    {
        await using var simulator = await SimulatorClient.StartAsync();
        using var client = ClientOf(simulator);
        var whole = await client.Messages.Create(Ask("tell me"), Cancellation);
        var text = "";
        MessageDeltaUsage? usage = null;
        await foreach (var update in client.Messages.CreateStreaming(Ask("tell me"), Cancellation))
        {
            update.Validate();
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
            {
                text += piece.Text;
            }
            else if (update.TryPickDelta(out var end))
            {
                usage = end.Usage;
            }
        }

        Assert.True(whole.Content[0].TryPickText(out var expected));
        Assert.Equal(expected!.Text, text);
        Assert.StartsWith("This answer is simulated", text, StringComparison.Ordinal);
        Assert.Equal((64L, (long?)64L, "end_turn"), (whole.Usage.OutputTokens, usage!.OutputTokens, whole.StopReason!.Raw()));
        var count = await client.Messages.CountTokens(new MessageCountTokensParams { Model = "any", Messages = [new UserMessageParam("tell me")] }, Cancellation);
        Assert.Equal((whole.Usage.InputTokens, whole.Usage.InputTokens * 2), (count.InputTokens, simulator.Server.Stats.PromptTokens));
        Assert.Equal(2, simulator.Server.Stats.Requests);
    }

    [Fact]
    public async Task Text_LimitAndStopSequence_EndIt()
    {
        await using var simulator = await SimulatorClient.StartAsync();
        using var client = ClientOf(simulator);
        var cut = await client.Messages.Create(Ask("hi") with { MaxTokens = 3 }, Cancellation);
        var stopped = await client.Messages.Create(Ask("hi") with { StopSequences = [": no model"] }, Cancellation);
        Assert.Equal(("max_tokens", 3L), (cut.StopReason!.Raw(), cut.Usage.OutputTokens));
        Assert.Equal(("stop_sequence", ": no model"), (stopped.StopReason!.Raw(), stopped.StopSequence));
    }

    [Fact]
    public async Task Tools_ParallelForcedAndAnswered_AreAsAsked()
    {
        await using var simulator = await SimulatorClient.StartAsync();
        using var client = ClientOf(simulator);
        var both = await client.Messages.Create(Ask("weather?") with { Tools = [Forecast, Trains] }, Cancellation);
        var calls = both.Content.Select(block => block.TryPickToolUse(out var call) ? call : null).ToList();
        Assert.Equal(["forecast", "trains"], calls.Select(call => call!.Name));
        Assert.Equal("tool_use", both.StopReason!.Raw());
        var one = await client.Messages.Create(
            Ask("weather?") with { Tools = [Forecast, Trains], ToolChoice = new ToolChoiceAuto { DisableParallelToolUse = true } }, Cancellation);
        Assert.Single(one.Content);
        var forced = await client.Messages.Create(
            Ask("weather?") with { Tools = [Forecast, Trains], ToolChoice = new ToolChoiceTool("trains") }, Cancellation);
        Assert.True(Assert.Single(forced.Content).TryPickToolUse(out var trains));
        Assert.Equal(("trains", "city"), (trains!.Name, Assert.Single(trains.Input.Keys)));
        var answer = await client.Messages.Create(
            Ask("") with
            {
                Tools = [Forecast],
                Messages =
                [
                    new UserMessageParam("weather?"),
                    new AssistantMessageParam(new List<ContentBlockParam> { new ToolUseBlockParam { ID = trains.ID, Name = "trains", Input = trains.Input } }),
                    new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam(trains.ID) { Content = "late" } }),
                ],
            },
            Cancellation);
        Assert.True(answer.Content[0].TryPickText(out _));
    }

    [Fact]
    public async Task OutputFormat_Schema_IsFilled()
    {
        await using var simulator = await SimulatorClient.StartAsync();
        using var client = ClientOf(simulator);
        var answer = await client.Messages.Create(
            Ask("weather?") with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = SchemaOf() } } }, Cancellation);
        Assert.True(answer.Content[0].TryPickText(out var text));
        using var json = JsonDocument.Parse(text!.Text);
        Assert.Equal(JsonValueKind.String, json.RootElement.GetProperty("city").ValueKind);
    }

    [Fact]
    public async Task ApiKey_Demanded_IsTakenFromItsHeader()
    {
        await using var simulator = await SimulatorClient.StartAsync(new SimulatorServerOptions { ApiKey = "open sesame" });
        using var right = ClientOf(simulator, "open sesame");
        using var wrong = ClientOf(simulator, "open barley");
        await right.Messages.Create(Ask("hi"), Cancellation);
        await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => wrong.Messages.Create(Ask("hi"), Cancellation));
        await Assert.ThrowsAsync<AnthropicUnauthorizedException>(
            () => wrong.Messages.CountTokens(new MessageCountTokensParams { Model = "any", Messages = [new UserMessageParam("hi")] }, Cancellation));
        Assert.Equal((1, 1), (simulator.Server.Stats.Answered, simulator.Server.Stats.Rejected));
    }

    [Fact]
    public async Task Models_List_HasTheOne()
    {
        await using var simulator = await SimulatorClient.StartAsync();
        using var client = ClientOf(simulator);
        Assert.Equal(SimulatorServerOptions.DefaultModel, Assert.Single((await client.Models.List(null, Cancellation)).Items).ID);
    }

    private static Client ClientOf(SimulatorClient simulator, string key = "any") => new()
    {
        // It adds /v1 itself.
        BaseUrl = simulator.Server.BaseUrl.GetLeftPart(UriPartial.Authority),
        ApiKey = key,
        ResponseValidation = true,
        MaxRetries = 0,
    };

    private static MessageCreateParams Ask(string prompt) => new() { Model = "any", MaxTokens = 100, Messages = [new UserMessageParam(prompt)] };

    private static Dictionary<string, JsonElement> SchemaOf() => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""")!;

    private static Tool ToolOf(string name) => new() { Name = name, InputSchema = InputSchema.FromRawUnchecked(SchemaOf()) };
}
