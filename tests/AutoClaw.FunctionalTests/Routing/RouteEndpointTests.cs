using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Routing;

/// <summary>POST /v1/route: what would be decided, without doing it.</summary>
public sealed class RouteEndpointTests
{
    [Theory]
    [InlineData("auto", "What's the weather like?")]
    [InlineData("auto", "Prove that there are infinitely many primes p with p = 3 (mod 4), then implement a segmented sieve in C++ that lists them.")]
    [InlineData("cloud", "hi")]
    [InlineData(GatewayUnderTest.LocalFirst, "hi")]
    public async Task Route_AnyRequest_SaysWhatChatDoesAndCallsNobody(string model, string text)
    {
        await using var local = ScriptedEngine.Start(Script.Answers("local"));
        await using var cloud = ScriptedEngine.Start(Script.Answers("cloud"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(local), TestEngine.Cloud(cloud));
        byte[] body = [.. System.Text.Encoding.UTF8.GetBytes($$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""")];
        var decision = await gateway.PostAsync("route", body);
        Assert.Equal(HttpStatusCode.OK, decision.Status);
        Assert.Empty(local.Requests.Items.Concat(cloud.Requests.Items));
        Assert.Empty(gateway.Ledger());

        var answer = await gateway.PostAsync("chat/completions", body);
        Assert.Equal(answer.Header("x-autoclaw-engine"), (string?)decision.Json["engine"]);
        Assert.Equal(answer.Header("x-autoclaw-place"), (string?)decision.Json["place"]);
        Assert.Equal(answer.Header("x-autoclaw-reason"), (string?)decision.Json["reason"]);
        Assert.Equal(answer.Header("x-autoclaw-score"), ((double?)decision.Json["score"])?.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True((double)decision.Json["decision_micros"]! > 0);
        if (model != "cloud")
        {
            Assert.Equal(0m, (decimal)decision.Json["estimated_cost_local_usd"]!);
        }

        Assert.True((decimal)decision.Json["estimated_cost_cloud_usd"]! > 0);
    }
}
