using System.Text.Json;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using Client = Anthropic.AnthropicClient;

namespace AutoClaw.FunctionalTests.AnthropicClient;

/// <summary>What an application does with Anthropic's official client, through the gateway to engines that speak OpenAI chat completions.</summary>
public sealed class MessagesTests
{
    private static readonly Tool Forecast = ToolOf("forecast");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_Text_AnswersWithUsageAndTheModelThatAnswered()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var answer = await client.Messages.Create(Ask("local", "hi") with { System = "Be brief." }, Cancellation);
        Assert.True(answer.Content[0].TryPickText(out var text) && text.Text.Length > 0);
        Assert.Equal((TestEngine.LocalModel, "end_turn"), (answer.Model.Raw(), answer.StopReason!.Raw()));
        var row = Assert.Single(engines.Gateway.Ledger());
        Assert.Equal((answer.Usage.InputTokens, answer.Usage.OutputTokens), (row.InputTokens, row.OutputTokens));
        Assert.Equal((engines.Local.Stats.PromptTokens, engines.Local.Stats.CompletionTokens), (row.InputTokens, row.OutputTokens));
        Assert.Equal((AttemptOutcome.Completed, "stop", (string?)null), (row.Outcome, row.FinishReason, row.Dropped));
    }

    [Fact]
    public async Task CreateStreaming_Text_IsTheSameAsCreate()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var whole = await client.Messages.Create(Ask("local", "tell me"), Cancellation);
        var text = "";
        var types = new List<string>();
        MessageDeltaUsage? usage = null;
        await foreach (var update in client.Messages.CreateStreaming(Ask("local", "tell me"), Cancellation))
        {
            update.Validate();
            types.Add(update.Type.Raw());
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
        Assert.Equal(whole.Usage.OutputTokens, usage!.OutputTokens);
        Assert.Equal(["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"], types.Distinct());
    }

    [Fact]
    public async Task Create_LimitReached_SaysMaxTokens()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var answer = await client.Messages.Create(Ask("local", "hi") with { MaxTokens = 3 }, Cancellation);
        Assert.Equal(("max_tokens", 3L), (answer.StopReason!.Raw(), answer.Usage.OutputTokens));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_TwoAtOnce_AreCalledAndTheirResultsAnswered(bool stream)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var question = Ask("cloud", "weather?") with { Tools = [Forecast, ToolOf("trains")] };
        var calls = await CallsAsync(client, question, stream);
        Assert.Equal(["forecast", "trains"], calls.Select(call => call.Name));
        Assert.Equal(2, calls.Select(call => call.ID).Distinct().Count());
        Assert.All(calls, call => Assert.Equal(["city", "days"], call.Input.Keys.Order()));

        var answer = await client.Messages.Create(
            question with
            {
                Messages =
                [
                    new UserMessageParam("weather?"),
                    new AssistantMessageParam(calls.Select(call => (ContentBlockParam)new ToolUseBlockParam { ID = call.ID, Name = call.Name, Input = call.Input }).ToList()),
                    new UserMessageParam(calls.Select(call => (ContentBlockParam)new ToolResultBlockParam(call.ID) { Content = "sunny" }).ToList()),
                ],
            },
            Cancellation);
        Assert.True(answer.Content[0].TryPickText(out _));
        Assert.Equal(["tool_calls", "stop"], engines.Gateway.Ledger().Select(row => row.FinishReason));
    }

    [Fact]
    public async Task Create_SeveralTurns_AreAllSent()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var first = await client.Messages.Create(Ask("local", "hi"), Cancellation);
        Assert.True(first.Content[0].TryPickText(out var text));
        var second = await client.Messages.Create(
            Ask("local", "") with { Messages = [new UserMessageParam("hi"), new AssistantMessageParam(text!.Text), new UserMessageParam("and then?")] }, Cancellation);
        Assert.True(second.Usage.InputTokens > first.Usage.InputTokens + first.Usage.OutputTokens);
    }

    [Fact]
    public async Task Tools_OneForced_IsCalled()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var answer = await client.Messages.Create(
            Ask("cloud", "weather?") with { Tools = [Forecast, ToolOf("trains")], ToolChoice = new ToolChoiceTool("trains") }, Cancellation);
        Assert.True(Assert.Single(answer.Content).TryPickToolUse(out var call));
        Assert.Equal(("trains", "tool_use"), (call!.Name, answer.StopReason!.Raw()));
    }

    [Fact]
    public async Task OutputFormat_Schema_IsKept()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var answer = await client.Messages.Create(
            Ask("local", "weather?") with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = SchemaOf() } } }, Cancellation);
        Assert.True(answer.Content[0].TryPickText(out var text));
        using var json = JsonDocument.Parse(text!.Text);
        Assert.Equal(["city", "days"], json.RootElement.EnumerateObject().Select(member => member.Name).Order());
    }

    [Fact]
    public async Task Image_Block_ReachesTheEngine()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var image = new ImageBlockParam(new Base64ImageSource { Data = Convert.ToBase64String([0x89, 0x50, 0x4E, 0x47]), MediaType = MediaType.ImagePng });
        await client.Messages.Create(
            Ask("cloud", "") with { Messages = [new UserMessageParam(new List<ContentBlockParam> { new TextBlockParam("what is it?"), image })] }, Cancellation);
        Assert.Equal(1, engines.Cloud.Stats.Images);
    }

    [Fact]
    public async Task CountTokens_Prompt_IsEstimated()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var count = await client.Messages.CountTokens(
            new MessageCountTokensParams { Model = "auto", Messages = [new UserMessageParam(new string('a', 400))] }, Cancellation);
        Assert.InRange(count.InputTokens, 100, 110);
        Assert.Empty(engines.Gateway.Ledger());
    }

    [Fact]
    public async Task Models_List_HasTheNamesThatMayBeSent()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var page = await client.Models.List(null, Cancellation);
        Assert.Contains("auto", page.Items.Select(model => model.ID));
        Assert.Equal("local", (await client.Models.Retrieve("local", null, Cancellation)).ID);
    }

    [Fact]
    public async Task Create_UnknownModel_IsNotFoundInItsOwnWords()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway);
        var error = await Assert.ThrowsAsync<AnthropicNotFoundException>(() => client.Messages.Create(Ask("nobody", "hi"), Cancellation));
        Assert.Equal("not_found_error", error.Type!.Raw());
        Assert.Contains("no model 'nobody'", error.ApiMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WrongKey_IsUnauthorized()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var client = ClientOf(engines.Gateway, "sk-ac-tests-0000");
        var error = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => client.Messages.Create(Ask("local", "hi"), Cancellation));
        Assert.Equal("authentication_error", error.Type!.Raw());
    }

    [Fact]
    public async Task CreateStreaming_ClientLeaves_StopsTheEngine()
    {
        // A token a minute: it would still be at it when the test has long ended.
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 1.0 / 60 });
        using var client = ClientOf(engines.Gateway);
        await foreach (var update in client.Messages.CreateStreaming(Ask("local", "hi"), Cancellation))
        {
            if (update.TryPickContentBlockDelta(out _))
            {
                break;
            }
        }

        await Fixtures.Eventually.TrueAsync(() => engines.Local.Stats is { Cancelled: 1, InFlight: 0 });
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await engines.Gateway.StopAndReadLedgerAsync()).Outcome);
    }

    private static Client ClientOf(GatewayUnderTest gateway, string? key = null) => new()
    {
        // It adds /v1 itself.
        BaseUrl = gateway.BaseUrl.GetLeftPart(UriPartial.Authority),
        ApiKey = key ?? gateway.ApiKey,
        ResponseValidation = true,
        MaxRetries = 0,
    };

    private static MessageCreateParams Ask(string model, string prompt) =>
        new() { Model = model, MaxTokens = 100, Messages = [new UserMessageParam(prompt)] };

    private static Dictionary<string, JsonElement> SchemaOf() => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"],"additionalProperties":false}""")!;

    private static Tool ToolOf(string name) => new()
    {
        Name = name,
        Description = "What there is",
        InputSchema = InputSchema.FromRawUnchecked(SchemaOf()),
    };

    private static async Task<List<ToolUseBlock>> CallsAsync(Client client, MessageCreateParams question, bool stream)
    {
        var calls = new List<ToolUseBlock>();
        if (!stream)
        {
            foreach (var block in (await client.Messages.Create(question, Cancellation)).Content)
            {
                if (block.TryPickToolUse(out var call))
                {
                    calls.Add(call);
                }
            }

            return calls;
        }

        var arguments = new List<string>();
        await foreach (var update in client.Messages.CreateStreaming(question, Cancellation))
        {
            update.Validate();
            if (update.TryPickContentBlockStart(out var start) && start.ContentBlock.TryPickToolUse(out var call))
            {
                calls.Add(call);
                arguments.Add("");
            }
            else if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickInputJson(out var piece))
            {
                arguments[^1] += piece.PartialJson;
            }
        }

        return [.. calls.Zip(arguments, (call, json) => call with { Input = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)! })];
    }
}
