using System.ClientModel;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using Microsoft.Extensions.AI;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>What an application does with <c>Microsoft.Extensions.AI</c>, over real sockets; the APIs that it may speak are derived.</summary>
public abstract class ExtensionsAiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetResponse_Text_AnswersWithTheLedgersUsage()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "local");
        var answer = await chat.GetResponseAsync([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, Travel.Question)], null, Cancellation);
        Assert.NotEmpty(answer.Text);
        Assert.Equal(TestEngine.LocalModel, answer.ModelId);
        AssertUsage(Assert.Single(engines.Gateway.Ledger()), answer.Usage);
    }

    [Fact]
    public async Task GetStreamingResponse_Text_IsTheSameAsTheWhole()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "local");
        var whole = await chat.GetResponseAsync(Travel.Question, null, Cancellation);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in chat.GetStreamingResponseAsync(Travel.Question, null, Cancellation))
        {
            updates.Add(update);
        }

        var streamed = updates.ToChatResponse();
        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        Assert.Equal((whole.Text, ChatFinishReason.Stop), (streamed.Text, streamed.FinishReason!.Value));
        var rows = engines.Gateway.Ledger();
        Assert.Equal([false, true], rows.Select(row => row.Streamed));
        AssertUsage(rows[0], whole.Usage);
        AssertUsage(rows[1], streamed.Usage);
    }

    [Fact]
    public async Task GetResponse_SeveralTurns_AreAllSent()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "local");
        List<ChatMessage> history = [new(ChatRole.User, Travel.Question)];
        var first = await chat.GetResponseAsync(history, null, Cancellation);
        history.AddMessages(first);
        history.Add(new ChatMessage(ChatRole.User, Travel.FollowUp));
        var second = await chat.GetResponseAsync(history, null, Cancellation);
        Assert.NotEmpty(second.Text);
        Assert.True(second.Usage!.InputTokenCount > first.Usage!.TotalTokenCount);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task FunctionInvocation_Tools_AreCalledAndTheirResultsAnswered(bool both, bool stream)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "cloud").AsBuilder().UseFunctionInvocation().Build();
        var travel = new Travel();
        AITool[] tools = [AIFunctionFactory.Create(travel.Forecast, "forecast"), AIFunctionFactory.Create(travel.Trains, "trains")];
        var options = new ChatOptions { Tools = both ? tools : tools[..1], AllowMultipleToolCalls = true };
        var answer = stream
            ? await chat.GetStreamingResponseAsync(Travel.Question, options, Cancellation).ToChatResponseAsync(Cancellation)
            : await chat.GetResponseAsync(Travel.Question, options, Cancellation);
        Assert.Equal(both ? ["forecast", "trains"] : ["forecast"], travel.Called);
        Assert.NotEmpty(answer.Messages[^1].Text);
        var rows = engines.Gateway.Ledger();
        Assert.Equal(["tool_calls", "stop"], rows.Select(row => row.FinishReason));
        Assert.Equal(((long?)rows.Sum(row => row.InputTokens), (long?)rows.Sum(row => row.OutputTokens)), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task GetResponse_Image_ReachesTheEngine()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "cloud");
        var answer = await chat.GetResponseAsync(
            [new ChatMessage(ChatRole.User, [new TextContent("what is it?"), new DataContent(Travel.Image, "image/png")])], null, Cancellation);
        Assert.NotEmpty(answer.Text);
        Assert.Equal(1, engines.Cloud.Stats.Images);
        Assert.Null(Assert.Single(engines.Gateway.Ledger()).Dropped);
    }

    [Fact]
    public async Task GetResponse_TypeAsSchema_IsKept()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "local");
        var answer = await chat.GetResponseAsync<Trip>(Travel.Question, null, null, Cancellation);
        Assert.True(answer.TryGetResult(out var trip), answer.Text);
        Assert.NotEmpty(trip.City);
    }

    [Fact]
    public async Task GetResponse_UnknownModel_IsItsOwnException()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "nobody");
        var error = await Assert.ThrowsAsync<ClientResultException>(() => chat.GetResponseAsync(Travel.Question, null, Cancellation));
        Assert.Equal(404, error.Status);
        Assert.Contains("no model 'nobody'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetStreamingResponse_WrongKey_IsItsOwnException()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        using var chat = ClientOf(engines.Gateway, "local", "sk-wrong");
        var error = await Assert.ThrowsAsync<ClientResultException>(
            () => chat.GetStreamingResponseAsync(Travel.Question, null, Cancellation).ToChatResponseAsync(Cancellation));
        Assert.Equal(401, error.Status);
    }

    [Fact]
    public async Task GetStreamingResponse_ClientLeaves_StopsTheEngine()
    {
        // A token a minute: it would still be at it when the test has long ended.
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 1.0 / 60 });
        using var chat = ClientOf(engines.Gateway, "local");
        await foreach (var update in chat.GetStreamingResponseAsync(Travel.Question, null, Cancellation))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        await Eventually.TrueAsync(() => engines.Local.Stats is { Cancelled: 1, InFlight: 0 });
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await engines.Gateway.StopAndReadLedgerAsync()).Outcome);
    }

    /// <param name="gateway">Where it asks.</param>
    /// <param name="model">What it asks for.</param>
    /// <param name="key">Its key, if not the gateway's.</param>
    private protected abstract IChatClient ClientOf(GatewayUnderTest gateway, string model, string? key = null);

    private static void AssertUsage(LedgerRow row, UsageDetails? usage)
    {
        Assert.Equal(((long?)row.InputTokens, (long?)row.OutputTokens), (usage?.InputTokenCount, usage?.OutputTokenCount));
        Assert.Equal((AttemptOutcome.Completed, false, (string?)null), (row.Outcome, row.Estimated, row.Dropped));
    }
}
