using System.Net;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using ChatCompletion = OpenAI.Chat.ChatCompletion;
using ChatTokenUsage = OpenAI.Chat.ChatTokenUsage;
using StreamingChatCompletionUpdate = OpenAI.Chat.StreamingChatCompletionUpdate;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>What an application does with <c>Microsoft.SemanticKernel</c>, whose connector for OpenAI is given the gateway's address.</summary>
public sealed class SemanticKernelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetChatMessageContent_Text_AnswersWithTheLedgersUsage()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = await AskAsync(KernelOf(engines.Gateway, "local"), Asked());
        Assert.NotEmpty(answer.Content!);
        AssertUsage(Assert.Single(engines.Gateway.Ledger()), UsageOf(answer));
    }

    [Fact]
    public async Task GetStreamingChatMessageContents_Text_IsTheSameAsTheWhole()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var kernel = KernelOf(engines.Gateway, "local");
        var whole = await AskAsync(kernel, Asked());
        var (text, pieces) = ("", 0);
        ChatTokenUsage? usage = null;
        await foreach (var update in kernel.GetRequiredService<IChatCompletionService>().GetStreamingChatMessageContentsAsync(Asked(), null, kernel, Cancellation))
        {
            text += update.Content;
            pieces += update.Content is { Length: > 0 } ? 1 : 0;
            usage = (update.InnerContent as StreamingChatCompletionUpdate)?.Usage ?? usage;
        }

        Assert.True(pieces > 1);
        Assert.Equal(whole.Content, text);
        var rows = engines.Gateway.Ledger();
        Assert.Equal([false, true], rows.Select(row => row.Streamed));
        AssertUsage(rows[1], usage);
    }

    [Fact]
    public async Task GetChatMessageContent_SeveralTurns_AreAllSent()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var kernel = KernelOf(engines.Gateway, "local");
        var history = Asked();
        var first = await AskAsync(kernel, history);
        history.Add(first);
        history.AddUserMessage(Travel.FollowUp);
        var second = await AskAsync(kernel, history);
        Assert.NotEmpty(second.Content!);
        Assert.True(UsageOf(second).InputTokenCount > UsageOf(first).TotalTokenCount);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task FunctionChoiceBehavior_Auto_CallsAndAnswersTheResults(bool both, bool stream)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var kernel = KernelOf(engines.Gateway, "cloud");
        var travel = new Travel();
        KernelFunction[] functions = [KernelFunctionFactory.CreateFromMethod(travel.Forecast, "forecast"), KernelFunctionFactory.CreateFromMethod(travel.Trains, "trains")];
        kernel.Plugins.AddFromFunctions("travel", both ? functions : functions[..1]);
        var settings = new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        var text = "";
        if (stream)
        {
            await foreach (var update in kernel.GetRequiredService<IChatCompletionService>().GetStreamingChatMessageContentsAsync(Asked(), settings, kernel, Cancellation))
            {
                text += update.Content;
            }
        }
        else
        {
            text = (await AskAsync(kernel, Asked(), settings)).Content;
        }

        Assert.NotEmpty(text!);
        Assert.Equal(both ? ["forecast", "trains"] : ["forecast"], travel.Called);
        Assert.Equal(["tool_calls", "stop"], engines.Gateway.Ledger().Select(row => row.FinishReason));
    }

    [Fact]
    public async Task GetChatMessageContent_Image_ReachesTheEngine()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var history = new ChatHistory();
        history.AddUserMessage([new TextContent("what is it?"), new ImageContent(Travel.Image, "image/png")]);
        Assert.NotEmpty((await AskAsync(KernelOf(engines.Gateway, "cloud"), history)).Content!);
        Assert.Equal(1, engines.Cloud.Stats.Images);
    }

    [Fact]
    public async Task ResponseFormat_Type_IsKept()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = await AskAsync(KernelOf(engines.Gateway, "local"), Asked(), new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Trip) });
        Assert.NotEmpty(JsonSerializer.Deserialize<Trip>(answer.Content!)!.City);
    }

    [Fact]
    public async Task GetChatMessageContent_UnknownModel_IsItsOwnException()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var error = await Assert.ThrowsAsync<HttpOperationException>(() => AskAsync(KernelOf(engines.Gateway, "nobody"), Asked()));
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
        Assert.Contains("no model 'nobody'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetChatMessageContent_WrongKey_IsItsOwnException()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var error = await Assert.ThrowsAsync<HttpOperationException>(() => AskAsync(KernelOf(engines.Gateway, "local", "sk-wrong"), Asked()));
        Assert.Equal(HttpStatusCode.Unauthorized, error.StatusCode);
    }

    [Fact]
    public async Task GetStreamingChatMessageContents_ClientLeaves_StopsTheEngine()
    {
        // A token a minute: it would still be at it when the test has long ended.
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 1.0 / 60 });
        var kernel = KernelOf(engines.Gateway, "local");
        await foreach (var update in kernel.GetRequiredService<IChatCompletionService>().GetStreamingChatMessageContentsAsync(Asked(), null, kernel, Cancellation))
        {
            if (update.Content is { Length: > 0 })
            {
                break;
            }
        }

        await Eventually.TrueAsync(() => engines.Local.Stats is { Cancelled: 1, InFlight: 0 });
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await engines.Gateway.StopAndReadLedgerAsync()).Outcome);
    }

    private static Kernel KernelOf(GatewayUnderTest gateway, string model, string? key = null)
        => Kernel.CreateBuilder().AddOpenAIChatCompletion(model, gateway.BaseUrl, key ?? gateway.ApiKey).Build();

    private static ChatHistory Asked()
    {
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage(Travel.Question);
        return history;
    }

    private static Task<ChatMessageContent> AskAsync(Kernel kernel, ChatHistory history, PromptExecutionSettings? settings = null)
        => kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, kernel, Cancellation);

    private static ChatTokenUsage UsageOf(ChatMessageContent answer) => Assert.IsType<ChatCompletion>(answer.InnerContent).Usage;

    private static void AssertUsage(LedgerRow row, ChatTokenUsage? usage)
    {
        Assert.NotNull(usage);
        Assert.Equal((row.InputTokens, row.OutputTokens), (usage.InputTokenCount, usage.OutputTokenCount));
        Assert.Equal((AttemptOutcome.Completed, false, (string?)null), (row.Outcome, row.Estimated, row.Dropped));
    }
}
