using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Queue;

/// <summary>What is too much at a time is refused at once, and the least important first.</summary>
public sealed class ConcurrencyLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_KeyHasAllItsRequests_NextIsRefusedUntilOneEnds()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task), Script.Answers("two"));
        await using var gateway = await GatewayUnderTest.StartAsync(WithKey(key => key with { MaxConcurrent = 1 }), TestEngine.Local(engine));
        using var http = new HttpClient();
        await using (var first = await gateway.StreamChatAsync(Occupied.Ask(TestEngine.LocalId, stream: true)))
        {
            await first.NextAsync();
            foreach (var (path, body) in (ReadOnlySpan<(string, string)>)[("chat/completions", Occupied.Ask(TestEngine.LocalId)), ("embeddings", """{"model":"auto","input":"a"}"""), ("messages", """{"model":"auto","max_tokens":9,"messages":[{"role":"user","content":"a"}]}"""), ("responses", """{"model":"auto","input":"a"}""")])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{gateway.BaseUrl}/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {gateway.ApiKey}");
                using var refused = http.Send(request, Cancellation);
                Assert.Equal((429, "1"), ((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
            }

            goOn.SetResult();
            await first.RestAsync();
        }

        // The end of the one makes room for the next before the client can have it.
        Assert.Equal(200, (int)(await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId))).Status);
        Assert.Equal(2, gateway.Ledger().Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task Chat_OneAfterTheOther_NeverMeetsItsOwnLimit(int status)
    {
        await using var engine = ScriptedEngine.Start(exchange => (status == 200 ? Script.Answers("yes") : Script.Fails(status))(exchange));
        await using var gateway = await GatewayUnderTest.StartAsync(WithKey(key => key with { MaxConcurrent = 1 }), TestEngine.Local(engine));
        for (var i = 0; i < 50; i++)
        {
            Assert.NotEqual(429, (int)(await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId, stream: i % 2 == 0))).Status);
        }
    }

    [Theory]
    [InlineData(Priority.Low, 503)]
    [InlineData(Priority.Normal, 503)]
    [InlineData(Priority.High, 200)]
    public async Task Chat_GatewayIsNearlyFull_TheLessImportantAreRefused(Priority priority, int status)
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"), Script.Answers("two"));
        GatewayOptions Configure(GatewayOptions options) => WithKey(key => key with { Priority = priority })(options) with
        {
            Limits = new LimitOptions { MaxConcurrent = 2 },
        };
        await using var gateway = await GatewayUnderTest.StartAsync(Configure, TestEngine.Local(engine));

        // Two of any priority: one is let in always, the second place is for what is important.
        using var http = new HttpClient();
        HttpAnswer answer;
        await using (var first = await gateway.StreamChatAsync(Occupied.Ask(TestEngine.LocalId, stream: true)))
        {
            await first.NextAsync();
            answer = await Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId));
        }

        Assert.Equal(status, (int)answer.Status);
        if (status == 503)
        {
            Assert.Equal(("gateway_overloaded", "1"), (answer.ErrorCode, answer.Header("Retry-After")));
            var metrics = (await gateway.GetAsync("/metrics")).Text.Split('\n');
            Assert.EndsWith(" 1", Assert.Single(metrics, line => line.StartsWith("autoclaw_requests_shed", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Chat_LimitIsReloaded_WhatIsUnderWayStillCounts()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(Script.PausesAfter("one", goOn.Task), Script.Answers("two"));
        await using var gateway = await GatewayUnderTest.StartAsync(WithKey(key => key with { MaxConcurrent = 1 }), TestEngine.Local(engine));
        await using var first = await gateway.StreamChatAsync(Occupied.Ask(TestEngine.LocalId, stream: true));
        await first.NextAsync();
        Assert.True(gateway.Apply(gateway.Options with { Limits = new LimitOptions { Drain = TimeSpan.FromSeconds(29) } }));
        using var http = new HttpClient();
        Assert.Equal("key_concurrency_exceeded", (await Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId))).ErrorCode);
        goOn.SetResult();
        await first.RestAsync();
        Assert.Equal(200, (int)(await Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId))).Status);
    }

    private static Func<GatewayOptions, GatewayOptions> WithKey(Func<ApiKeyOptions, ApiKeyOptions> change) => options => options with
    {
        Auth = options.Auth with { Keys = [.. options.Auth.Keys.Select(change)] },
    };
}
