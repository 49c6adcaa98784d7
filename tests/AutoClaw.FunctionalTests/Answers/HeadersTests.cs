using System.Globalization;
using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Answers;

/// <summary>The headers that say who answered, why and for how much.</summary>
public sealed class HeadersTests
{
    private const string Ask = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Collected_Answer_SaysWhoWhyAndHowMuch()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine));
        var answer = await gateway.PostChatAsync(Ask);
        Assert.Equal((TestEngine.CloudId, "cloud", "1"), (answer.Header("x-autoclaw-engine"), answer.Header("x-autoclaw-place"), answer.Header("x-autoclaw-attempts")));
        Assert.Equal("one_place", answer.Header("x-autoclaw-reason"));
        Assert.Equal("0.000015", answer.Header("x-autoclaw-cost-usd"));
        Assert.Null(answer.Header("x-autoclaw-simulated"));
        Assert.Null(answer.Header("x-autoclaw-timing"));
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal(row.RequestId, answer.Header("x-autoclaw-request-id"));
        Assert.Equal(15_000_000, row.Cost);
        Assert.Equal(row.Cost, row.Counterfactual);
    }

    [Fact]
    public async Task Collected_LocalAnswer_IsFreeAndTheLedgerSaysWhatTheCloudWouldHaveCost()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine), TestEngine.Cloud(new Uri("http://127.0.0.1:9/v1")));
        var answer = await gateway.PostChatAsync(Ask.Replace("auto", "local", StringComparison.Ordinal));
        Assert.Equal("0", answer.Header("x-autoclaw-cost-usd"));
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((0L, 15_000_000L), (row.Cost, row.Counterfactual));
    }

    [Fact]
    public async Task Collected_UnknownPrice_HasNoCostHeaderAndANullInTheLedger()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine) with { Price = null, Model = "no-such-model-in-any-price-list" });
        var answer = await gateway.PostChatAsync(Ask);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Null(answer.Header("x-autoclaw-cost-usd"));
        Assert.Equal((null, null), (gateway.Ledger()[0].Cost, gateway.Ledger()[0].Counterfactual));
    }

    [Fact]
    public async Task Stream_Answer_HasTheHeadersButNoCost()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine), TestEngine.Cloud(engine));
        await using var answer = await gateway.StreamChatAsync("""{"model":"auto","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        var headers = HttpAnswer.HeadersOf(answer.Response);
        foreach (var name in (string[])["request-id", "engine", "place", "reason", "score", "attempts"])
        {
            Assert.NotEmpty(headers[$"x-autoclaw-{name}"]);
        }

        Assert.False(headers.ContainsKey("x-autoclaw-cost-usd"));
        Assert.InRange(double.Parse(headers["x-autoclaw-score"], CultureInfo.InvariantCulture), -1, 1);
        await answer.RestAsync();
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((row.RequestId, row.Engine, row.Reason), (headers["x-autoclaw-request-id"], headers["x-autoclaw-engine"], headers["x-autoclaw-reason"]));
        Assert.Equal(row.Score!.Value, double.Parse(headers["x-autoclaw-score"], CultureInfo.InvariantCulture), 4);
        Assert.Equal(row.Times.Order(), row.Times);
        Assert.Equal(5, row.Times.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Debug_Asked_AddsTimings(bool stream)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var body = Ask.Insert(1, $"\"stream\":{(stream ? "true" : "false")},");
        var answer = await gateway.PostChatAsync(body, ("x-autoclaw-debug", "1"));
        var timings = answer.Header("x-autoclaw-timing")!.Split(", ").Select(part => part.Split(";dur=")).ToDictionary(
            part => part[0], part => double.Parse(part[1], CultureInfo.InvariantCulture));
        Assert.Equal(["decide", "sent", "first_byte", "first_content", "total"], timings.Keys);
        Assert.True(timings["sent"] <= timings["first_byte"] && timings["first_byte"] <= timings["first_content"] && timings["first_content"] <= timings["total"]);
    }

    [Fact]
    public async Task Debug_OfAStream_TellsTheCostInACommentBeforeTheEnd()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one", " two"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(engine));
        var body = Ask.Insert(1, "\"stream\":true,");
        Assert.EndsWith("\n\n: x-autoclaw-cost-usd 0.000015\n\ndata: [DONE]\n\n", (await gateway.PostChatAsync(body, ("x-autoclaw-debug", "1"))).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cost-usd", (await gateway.PostChatAsync(body)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestId_OfTwoRequests_Differs()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var ids = new[] { await gateway.PostChatAsync(Ask), await gateway.PostChatAsync(Ask) }.Select(answer => answer.Header("x-autoclaw-request-id"));
        Assert.Equal(2, ids.Distinct().Count());
    }
}
