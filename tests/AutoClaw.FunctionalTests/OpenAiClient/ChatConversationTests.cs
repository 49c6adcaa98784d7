using System.ClientModel;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Clients;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using OpenAI.Chat;

namespace AutoClaw.FunctionalTests.OpenAiClient;

/// <summary>The official client beyond one answer: several turns, errors, and a client that leaves.</summary>
public sealed class ChatConversationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CompleteChat_SeveralTurns_AreAllSent()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var chat = engines.Gateway.Chat("local");
        ChatCompletion first = await chat.CompleteChatAsync([Travel.Question], null, Cancellation);
        ChatCompletion second = await chat.CompleteChatAsync(
            [ChatMessage.CreateUserMessage(Travel.Question), ChatMessage.CreateAssistantMessage(first), ChatMessage.CreateUserMessage(Travel.FollowUp)], null, Cancellation);
        Assert.NotEmpty(second.Content[0].Text);
        Assert.True(second.Usage.InputTokenCount > first.Usage.TotalTokenCount);
    }

    [Theory]
    [InlineData("nobody", null, 404, "no model 'nobody'")]
    [InlineData("local", "sk-wrong", 401, "invalid_api_key")]
    public async Task CompleteChat_Refused_IsItsOwnException(string model, string? key, int status, string words)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var chat = engines.Gateway.OpenAI(key).GetChatClient(model);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => chat.CompleteChatAsync([Travel.Question], null, Cancellation));
        Assert.Equal(status, error.Status);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteChatStreaming_ClientLeaves_StopsTheEngine()
    {
        // A token a minute: it would still be at it when the test has long ended.
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 1.0 / 60 });
        await foreach (var update in engines.Gateway.Chat("local").CompleteChatStreamingAsync([Travel.Question], null, Cancellation))
        {
            if (update.ContentUpdate.Count > 0 && update.ContentUpdate[0].Text.Length > 0)
            {
                break;
            }
        }

        await Eventually.TrueAsync(() => engines.Local.Stats is { Cancelled: 1, InFlight: 0 });
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await engines.Gateway.StopAndReadLedgerAsync()).Outcome);
    }
}
