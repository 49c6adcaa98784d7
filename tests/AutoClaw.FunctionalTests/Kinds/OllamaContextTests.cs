using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Kinds;

/// <summary>Ollama cuts a prompt that is too long without a word; a client never gets such an answer as if it were whole.</summary>
public sealed class OllamaContextTests
{
    [Fact]
    public async Task Prompt_LongerThanTheLoadedContext_IsRefusedWithBothNumbers()
    {
        await using var ollama = Recordings.Ollama(4096);
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"));
        var answer = await gateway.PostChatAsync(Prompt(tokens: 5000));
        Assert.Equal((400, "context_length_exceeded"), ((int)answer.Status, answer.ErrorCode));
        var message = (string)answer.Error["message"]!;
        Assert.Matches(@"needs about 50\d\d tokens, and engine 'home' takes 4096", message);
        Assert.Contains("OLLAMA_CONTEXT_LENGTH", message, StringComparison.Ordinal);
        Assert.Contains("num_ctx", message, StringComparison.Ordinal);
        Assert.Equal(0, ollama.Chats);
        Assert.Empty(gateway.Ledger());
    }

    [Fact]
    public async Task Prompt_LongerThanTheLoadedContext_GoesToAnEngineThatTakesIt()
    {
        await using var ollama = Recordings.Ollama(4096);
        await using var cloud = ScriptedEngine.Start(Script.Answers("from", " cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"), TestEngine.Cloud(cloud));
        var answer = await gateway.PostChatAsync(Prompt(tokens: 5000));
        Assert.Equal((200, "sky", 0), ((int)answer.Status, answer.Header("x-autoclaw-engine"), ollama.Chats));
    }

    [Fact]
    public async Task MaxTokens_OverTheRestOfTheContext_IsRefused()
    {
        await using var ollama = Recordings.Ollama(4096).Chatting(Counting(2500));
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"));
        Assert.Equal("context_length_exceeded", (await gateway.PostChatAsync(Prompt(tokens: 2500, maxTokens: 2000))).ErrorCode);
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Prompt(tokens: 2500, maxTokens: 1000))).Status);
    }

    [Fact]
    public async Task Model_NotLoaded_IsLoadedToLearnItsContext()
    {
        await using var ollama = Recordings.Ollama(context: null).Chatting(Counting(1000));
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"));
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Prompt(tokens: 1000))).Status);
        Assert.DoesNotContain(ollama.Engine.Requests.Items, request => request.Path == "/api/generate");

        ollama.Chatting(Counting(9000)).Set("/api/ps", 200, Recordings.OllamaPs(16384));
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Prompt(tokens: 9000))).Status);
    }

    [Fact]
    public async Task Context_ThatNobodyTells_IsTakenToBeTheSmallest()
    {
        await using var ollama = Recordings.Ollama(context: null);
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"));
        var answer = await gateway.PostChatAsync(Prompt(tokens: 3000));
        Assert.Equal("context_length_exceeded", answer.ErrorCode);
        Assert.Contains("takes 2048", (string)answer.Error["message"]!, StringComparison.Ordinal);
        Assert.Contains(ollama.Engine.Requests.Items, request => request is { Path: "/api/generate", Text: """{"model":"home-model"}""" });
    }

    [Fact]
    public async Task Answer_ToACutPrompt_IsAFailureAndAnotherEngineAnswers()
    {
        // The estimate fits; the engine's own count says that the context was full.
        await using var ollama = Recordings.Ollama(4096).Chatting(Counting(4096));
        await using var cloud = ScriptedEngine.Start(Script.Answers("from", " cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"), TestEngine.Cloud(cloud));
        await ContextKnownAsync(gateway);
        var answer = await gateway.PostChatAsync(Prompt(tokens: 3500));
        Assert.Equal("from cloud", (string)answer.Json["choices"]![0]!["message"]!["content"]!);
        Assert.Equal(
            [(AttemptOutcome.Truncated, "prompt_truncated"), (AttemptOutcome.Completed, null)],
            gateway.Ledger().Select(row => (row.Outcome, row.ErrorCode)));
    }

    [Fact]
    public async Task Stream_OfACutPrompt_EndsWithAnError()
    {
        await using var ollama = Recordings.Ollama(4096).Chatting(Counting(1200));
        await using var gateway = await GatewayUnderTest.StartAsync(ollama.Options("ollama"));
        await ContextKnownAsync(gateway);
        await using var answer = await gateway.StreamChatAsync(Prompt(tokens: 3500, stream: true));
        var events = await answer.RestUntilBrokenAsync();
        Assert.Contains("prompt_truncated", events[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", events);
    }

    // Ollama's usage tells how many tokens of the prompt it read.
    private static Func<ScriptedExchange, Task> Counting(int tokens) =>
        Script.Events(Script.Role, Script.Content("half"), Script.Finish("stop"), Script.Usage(tokens, 1), "[DONE]");

    private static async Task ContextKnownAsync(GatewayUnderTest gateway) =>
        await Eventually.TrueAsync(() => gateway.Log.Items.Any(line => line.Contains("Engine home is ready", StringComparison.Ordinal)));

    private static string Prompt(int tokens, int? maxTokens = null, bool stream = false) =>
        $$"""{"model":"local-first","stream":{{(stream ? "true" : "false")}}{{(maxTokens is { } max ? $",\"max_tokens\":{max}" : "")}},"messages":[{"role":"user","content":"{{new string('x', tokens * 4)}}"}]}""";
}
