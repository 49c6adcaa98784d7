using System.Net;
using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>A local engine reads what might leave: what it finds is treated as found, and what it has not read stays.</summary>
public sealed class SecondReaderTests
{
    // No recogniser knows such a creed.
    private const string Name = "qwrtzish";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_ReaderFindsACreed_TheCloudSeesAPlaceholderAndTheClientTheWord()
    {
        await using var home = ScriptedEngine.Start(Script.Answers(Found("NRP", Name)));
        await using var sky = ScriptedEngine.Start(Script.Answers("Dear ", "[NRP_1]"));
        await using var gateway = await StartAsync(PiiAction.Pseudonymise, home, sky);
        var answer = await gateway.PostChatAsync(Chat($"Explain the {Name} way, please"));
        Assert.Equal($"Dear {Name}", (string?)answer.Json["choices"]![0]!["message"]!["content"]);
        Assert.Contains("Explain the [NRP_1] way, please", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);

        var asked = (await home.Requests.AtAsync(0, Cancellation)).Json;
        Assert.Contains($"Explain the {Name} way, please", (string)asked["messages"]![1]!["content"]!, StringComparison.Ordinal);
        Assert.Contains("NRP", (string)asked["messages"]![0]!["content"]!, StringComparison.Ordinal);
        Assert.Equal(
            [("home", "read", "content_read", 0L), ("sky", "answer", "pinned", null)],
            gateway.Ledger().OrderBy(row => row.Number).Select(row => (row.Engine, row.Role, row.Reason, row.Engine == "sky" ? null : row.EgressBytes)));
    }

    [Theory]
    [InlineData("""{"found":[]}""")]
    [InlineData("```json\n{\"found\":[]}\n```")]
    [InlineData("""{"found":[{"type":"NRP","text":"somebody who is not there"}]}""")]
    [InlineData("""{"found":[{"type":"ORGANIZATION","text":"please"}]}""")]
    public async Task Ask_ReaderFindsNothingThatIsThere_TheRequestLeavesAsItIs(string said)
    {
        await using var home = ScriptedEngine.Start(Script.Answers(said));
        await using var sky = ScriptedEngine.Start(Script.Answers("ok"));
        await using var gateway = await StartAsync(PiiAction.Pseudonymise, home, sky);
        Assert.Equal((HttpStatusCode.OK, "sky"), Seen(await gateway.PostChatAsync(Chat($"Explain the {Name} way, please"))));
        Assert.Contains($"Explain the {Name} way, please", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PiiAction.RouteLocal, 503, "no_permitted_engine")]
    [InlineData(PiiAction.Block, 400, "content_blocked")]
    public async Task Ask_ReaderFindsWhatMayNotLeave_NothingLeaves(PiiAction action, int status, string code)
    {
        await using var home = ScriptedEngine.Start(Script.Answers(Found("NRP", Name)));
        await using var sky = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(action, home, sky);
        var answer = await gateway.PostChatAsync(Chat($"Explain the {Name} way"));
        Assert.Equal((status, code), ((int)answer.Status, answer.ErrorCode));
        Assert.DoesNotContain(Name, answer.Text, StringComparison.Ordinal);
        Assert.Empty(sky.Requests.Items);
    }

    [Theory]
    [InlineData("no list", "unreadable_answer")]
    [InlineData("""{"found":[{"type":"NRP"}]}""", "unreadable_answer")]
    [InlineData("""{"found":"none"}""", "unreadable_answer")]
    [InlineData(null, "engine_error")]
    public async Task Ask_ReaderDoesNotSay_StaysAtHomeAndTheLogSaysWhy(string? said, string code)
    {
        await using var home = ScriptedEngine.Start(said is null ? Script.Fails(500) : Script.Answers(said));
        await using var sky = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(PiiAction.Pseudonymise, home, sky);
        var answer = await gateway.PostChatAsync(Chat($"Explain the {Name} way"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine", "local_only"), (answer.Status, answer.ErrorCode, answer.Header("x-autoclaw-privacy")));
        Assert.Contains("content_not_read", answer.Text, StringComparison.Ordinal);
        Assert.Contains(gateway.Log.Items, line => line.Contains(code, StringComparison.Ordinal));
        Assert.Empty(sky.Requests.Items);
    }

    // Nobody knows what is in it: not even an engine of one's own gets it that may not have everything.
    [Fact]
    public async Task Ask_ReaderDoesNotSay_AnEngineWithActionsDoesNotGetIt()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("no list"));
        await using var shared = ScriptedEngine.Start(Script.Answers("never"));
        await using var sky = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Privacy = new PrivacyOptions { Scan = true, Reader = new ReaderOptions("home") } },
            TestEngine.Local(home) with { Id = "home" },
            TestEngine.Local(shared) with { Id = "shared", Actions = new Dictionary<PiiType, PiiAction> { [PiiType.Nrp] = PiiAction.RouteLocal } },
            TestEngine.Cloud(sky) with { Id = "sky" });
        Assert.Equal("no_permitted_engine", (await gateway.PostChatAsync(Chat("hello").Replace("\"sky\"", "\"shared\"", StringComparison.Ordinal))).ErrorCode);
        Assert.Empty(shared.Requests.Items);
        Assert.Empty(sky.Requests.Items);
    }

    [Fact]
    public async Task Ask_ReaderHangs_StaysAtHomeInTime()
    {
        await using var home = ScriptedEngine.Start(Script.HangsBeforeContent);
        await using var sky = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(PiiAction.Pseudonymise, home, sky, timeout: TimeSpan.FromMilliseconds(50));
        Assert.Equal("no_permitted_engine", (await gateway.PostChatAsync(Chat($"Explain the {Name} way"))).ErrorCode);
        await home.Requests.Items[0].PeerLeft.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Empty(sky.Requests.Items);
    }

    [Fact]
    public async Task Ask_LongText_IsReadInPiecesThatOverlap()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("""{"found":[]}"""));
        await using var sky = ScriptedEngine.Start(Script.Answers("ok"));
        await using var gateway = await StartAsync(PiiAction.Pseudonymise, home, sky);
        var text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"w{i} "));
        Assert.Equal("sky", Seen(await gateway.PostChatAsync(Chat(text))).Engine);
        var pieces = home.Requests.Items.Select(request => (string)request.Json["messages"]![1]!["content"]!).ToList();
        Assert.True(pieces.Count > 2, $"{pieces.Count} pieces");
        for (var i = 0; i < 3000; i++)
        {
            Assert.Contains(pieces, piece => piece.Contains($"w{i} ", StringComparison.Ordinal));
        }

        var tooLong = await gateway.PostChatAsync(Chat(new string('a', 30_000)));
        Assert.Equal("no_permitted_engine", tooLong.ErrorCode);
        Assert.Contains(gateway.Log.Items, line => line.Contains("too_long", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_WhatStaysAtHome_IsNotRead()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await StartAsync(PiiAction.RouteLocal, home, sky);
        Assert.Equal("home", Seen(await gateway.PostChatAsync(Chat("hi").Replace("\"sky\"", "\"home\"", StringComparison.Ordinal), ("x-autoclaw-privacy", "local_only"))).Engine);
        Assert.Single(home.Requests.Items);
        Assert.Equal("no_permitted_engine", (await gateway.PostChatAsync(Chat("My card is 4012 8888 8888 1881"))).ErrorCode);
        Assert.Single(home.Requests.Items);
    }

    [Fact]
    public async Task Embed_ReaderFindsACreed_StaysHome()
    {
        await using var home = ScriptedEngine.Start(Script.Answers(Found("NRP", Name)));
        await using var sky = ScriptedEngine.Start(Script.Fails(500));
        await using var gateway = await StartAsync(PiiAction.Pseudonymise, home, sky);
        var answer = await gateway.PostAsync("embeddings", Encoding.UTF8.GetBytes($$"""{"model":"sky","input":["{{Name}}"]}"""));
        Assert.Equal("no_permitted_engine", answer.ErrorCode);
        Assert.Empty(sky.Requests.Items);
    }

    private static Task<GatewayUnderTest> StartAsync(PiiAction action, ScriptedEngine home, ScriptedEngine sky, TimeSpan? timeout = null) => GatewayUnderTest.StartAsync(
        options => options with
        {
            Privacy = new PrivacyOptions
            {
                Scan = true, Actions = new Dictionary<PiiType, PiiAction> { [PiiType.Nrp] = action }, Reader = new ReaderOptions("home") { Timeout = timeout ?? TimeSpan.FromSeconds(30) },
            },
        },
        TestEngine.Local(home) with { Id = "home", Retries = 0 }, TestEngine.Cloud(sky) with { Id = "sky", EmbeddingModel = "e" });

    private static (HttpStatusCode Status, string? Engine) Seen(HttpAnswer answer) => (answer.Status, answer.Header("x-autoclaw-engine"));

    private static string Found(string type, string text) => $$"""{"found":[{"type":"{{type}}","text":"{{text}}"}]}""";

    private static string Chat(string text) => $$"""{"model":"sky","messages":[{"role":"user","content":"{{text}}"}]}""";
}
