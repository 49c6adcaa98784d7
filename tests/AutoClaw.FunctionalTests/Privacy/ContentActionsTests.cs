using System.Net;
using System.Security.Cryptography;
using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>What is done with personal data depends on whose request it is, and on who would get it.</summary>
public sealed class ContentActionsTests
{
    private const string Mail = "ann.lee@example.com";
    private const string OtherKey = "sk-ac-other-0123456789abcdef0123456789abcdef";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PiiAction.Allow, Mail)]
    [InlineData(PiiAction.Pseudonymise, "[EMAIL_ADDRESS_1]")]
    [InlineData(PiiAction.Redact, "[EMAIL_ADDRESS]")]
    public async Task Ask_CloudWithItsOwnAction_GetsWhatItMayHave(PiiAction action, string expected)
    {
        await using var sky = ScriptedEngine.Start(Script.Answers("ok"));
        await using var gateway = await StartAsync(PiiAction.RouteLocal, null, TestEngine.Cloud(sky) with { Actions = Says(action) });
        var answer = await gateway.PostChatAsync(Chat("sky"));
        Assert.Equal((HttpStatusCode.OK, null), (answer.Status, answer.Header("x-autoclaw-privacy")));
        Assert.Contains($"Mail {expected}", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
    }

    // The first of the route may have nothing, the second is down, the third gets placeholders.
    [Fact]
    public async Task Ask_SeveralClouds_EachGetsItsOwnAndOneNothing()
    {
        await using var barred = ScriptedEngine.Start(Script.Answers("barred"));
        await using var open = ScriptedEngine.Start(Script.Fails(500));
        await using var careful = ScriptedEngine.Start(Script.Answers("to ", "[EMAIL_ADDRESS_1]"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Privacy = new PrivacyOptions { Actions = Says(PiiAction.Pseudonymise) },
                Routes = [options.Routes[0] with { Name = "all", Engines = ["barred", "open", "careful"] }],
            },
            TestEngine.Cloud(barred) with { Id = "barred", Actions = Says(PiiAction.RouteLocal) }, TestEngine.Cloud(open) with { Id = "open", Actions = Says(PiiAction.Allow) }, TestEngine.Cloud(careful) with { Id = "careful" });
        var answer = await gateway.PostChatAsync(Chat("all"));
        Assert.Equal(("careful", $"to {Mail}"), (answer.Header("x-autoclaw-engine"), (string?)answer.Json["choices"]![0]!["message"]!["content"]));
        Assert.All(open.Requests.Items, sent => Assert.Contains($"Mail {Mail}", sent.Text, StringComparison.Ordinal));
        Assert.NotEmpty(open.Requests.Items);
        Assert.All(careful.Requests.Items, sent => Assert.DoesNotContain("ann.lee", sent.Text, StringComparison.Ordinal));
        Assert.Empty(barred.Requests.Items);

        var pinned = await gateway.PostChatAsync(Chat("barred"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_permitted_engine"), (pinned.Status, pinned.ErrorCode));
        Assert.Contains("personal data", pinned.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann.lee", pinned.Text, StringComparison.Ordinal);

        // Without the address it may be asked.
        Assert.Equal("barred", (await gateway.PostChatAsync("""{"model":"all","messages":[{"role":"user","content":"Hello"}]}""")).Header("x-autoclaw-engine"));
    }

    [Fact]
    public async Task Ask_KeyWithItsOwnAction_IsHeldToItAndOthersAreNot()
    {
        await using var sky = ScriptedEngine.Start(Script.Answers("ok"));
        await using var gateway = await StartAsync(null, PiiAction.Block, TestEngine.Cloud(sky));
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Chat("sky"))).Status);
        Assert.Contains($"Mail {Mail}", (await sky.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUrl + "/chat/completions")) { Content = new StringContent(Chat("sky"), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", OtherKey);
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("content_blocked", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Single(sky.Requests.Items);
    }

    [Fact]
    public async Task Ask_LocalWithItsOwnAction_GetsNoMoreThanThat()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("to ", "[EMAIL_ADDRESS_1]"));
        await using var shared = ScriptedEngine.Start(Script.Answers("shared"));
        await using var gateway = await StartAsync(
            PiiAction.RouteLocal, null, TestEngine.Local(home) with { Id = "home", Actions = Says(PiiAction.Pseudonymise) }, TestEngine.Local(shared) with { Id = "shared", Actions = Says(PiiAction.RouteLocal) });
        var answer = await gateway.PostChatAsync(Chat("home"));
        Assert.Equal($"to {Mail}", (string?)answer.Json["choices"]![0]!["message"]!["content"]);
        Assert.Contains("Mail [EMAIL_ADDRESS_1]", (await home.Requests.AtAsync(0, Cancellation)).Text, StringComparison.Ordinal);
        Assert.Equal("no_permitted_engine", (await gateway.PostChatAsync(Chat("shared"))).ErrorCode);
        Assert.Empty(shared.Requests.Items);
    }

    [Theory]
    [InlineData(PiiAction.Allow, true)]
    [InlineData(PiiAction.Pseudonymise, false)]
    public async Task Embed_CloudWithItsOwnAction_GetsItAsItIsOrNotAtAll(PiiAction action, bool gets)
    {
        await using var sky = ScriptedEngine.Start(Script.Fails(500));
        await using var gateway = await StartAsync(PiiAction.RouteLocal, null, TestEngine.Cloud(sky) with { EmbeddingModel = "e", Actions = Says(action) });
        var answer = await gateway.PostAsync("embeddings", Encoding.UTF8.GetBytes($$"""{"model":"sky","input":["Mail {{Mail}}"]}"""));
        Assert.Equal(!gets, answer.ErrorCode == "no_permitted_engine");
        Assert.Equal(gets, sky.Requests.Items.Count > 0);
    }

    // A check asks an engine by its name, whatever the route decides.
    [Fact]
    public async Task Ask_CheckedByAnEngineThatMayNotHaveIt_ItIsNotAsked()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var judge = ScriptedEngine.Start(Script.Answers("here"));
        await using var sky = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Privacy = new PrivacyOptions { Actions = Says(PiiAction.Pseudonymise) },
                Routes =
                [
                    options.Routes[0] with
                    {
                        Engines = ["home", "sky"],
                        Aim = new AimOptions(Threshold: 0),
                        Verify = new VerifyOptions { From = -1, To = 1, Agree = new AgreeOptions("judge"), Hold = new HoldOptions(TimeSpan.FromSeconds(20), 400) },
                    },
                ],
            },
            TestEngine.Local(home), TestEngine.Cloud(sky), TestEngine.Cloud(judge) with { Id = "judge", Actions = Says(PiiAction.RouteLocal) });
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostChatAsync(Chat(GatewayUnderTest.LocalFirst))).Status);
        Assert.Empty(judge.Requests.Items);
    }

    private static Task<GatewayUnderTest> StartAsync(PiiAction? all, PiiAction? key, params EngineOptions[] engines) => GatewayUnderTest.StartAsync(
        options => options with
        {
            Privacy = new PrivacyOptions { Actions = Says(all) },
            Auth = options.Auth with
            {
                Keys = [.. options.Auth.Keys, new ApiKeyOptions("other", "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OtherKey)))) { Actions = Says(key) }],
            },
        },
        engines);

    private static Dictionary<PiiType, PiiAction> Says(PiiAction? action) => action is { } said ? new() { [PiiType.EmailAddress] = said } : [];

    private static string Chat(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Mail {{Mail}}"}]}""";
}
