using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Wires;

/// <summary>A tool that a vendor runs decides which engine answers.</summary>
public sealed class VendorToolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai", "/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":"hi"}],"web_search_options":{}}""")]
    [InlineData("openai-responses", "/v1/responses", """{"model":"MODEL","input":"hi","tools":[{"type":"web_search"}]}""")]
    [InlineData("anthropic", "/v1/messages", """{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"web_search_20250305","name":"web_search"}]}""")]
    [InlineData("gemini", "/v1beta/models/MODEL:generateContent", """{"contents":[{"parts":[{"text":"hi"}]}],"tools":[{"googleSearch":{}}]}""")]
    public async Task Ask_VendorTool_GoesToTheEngineThatHasIt(string kind, string path, string body)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("from home"));
        await using var sky = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(400, "application/json", """{"error":{"message":"seen","code":400,"type":"x"}}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home), TestEngine.Cloud(sky) with { Kind = kind, Model = "x" });
        var (status, text, reason) = await PostAsync(gateway, path, body, GatewayUnderTest.LocalFirst);
        Assert.Equal((400, "capability"), (status, reason));
        Assert.Contains("seen", text, StringComparison.Ordinal);
        var sent = await sky.Requests.AtAsync(0, Cancellation);
        Assert.Contains("search", sent.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, home.Connections);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_HomeEngineOfTheSameApi_HasVendorToolsOnlyIfItSaysSo(bool? has)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("searched"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home) with { VendorTools = has });
        var (status, text, _) = await PostAsync(gateway, "/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":"hi"}],"web_search_options":{}}""", "home");
        if (has == true)
        {
            Assert.Equal(200, status);
            return;
        }

        Assert.Equal((400, 0), (status, home.Connections));
        Assert.Contains("no_capable_engine", text, StringComparison.Ordinal);
        Assert.Contains("The tool 'web_search_options' is its vendor's own", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_NobodyHasTheToolAndLossesAreAllowed_IsAnsweredWithoutItAndSaysSo()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("fine"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Routes = [options.Routes[0] with { Lossy = true }] }, TestEngine.Local(home));
        var answer = await gateway.PostAsync("responses", Encoding.UTF8.GetBytes($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","input":"hi","tools":[{"type":"web_search"}]}"""));
        Assert.Equal((200, "tools[0]"), ((int)answer.Status, answer.Header("x-autoclaw-dropped")));
        Assert.Equal("tools[0]", Assert.Single(gateway.Ledger()).Dropped);
    }

    private static async Task<(int Status, string Text, string? Reason)> PostAsync(GatewayUnderTest gateway, string path, string body, string model)
    {
        var url = new Uri(gateway.BaseUrl.GetLeftPart(UriPartial.Authority) + path.Replace("MODEL", model, StringComparison.Ordinal));
        using var content = new StringContent(body.Replace("MODEL", model, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var response = await gateway.Http.PostAsync(url, content, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.TryGetValues("x-autoclaw-reason", out var reasons) ? reasons.Single() : null);
    }
}
