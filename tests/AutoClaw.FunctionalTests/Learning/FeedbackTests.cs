using System.Net;
using System.Text;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Learning;

public sealed class FeedbackTests
{
    private const string Question = "Which lamp is on?";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"up\"", 1.0)]
    [InlineData("\"down\"", 0.0)]
    [InlineData("0.5", 0.75)]
    public async Task Feedback_OfALocalAnswer_BecomesALabelWithoutText(string rating, double worth)
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        var id = await AskAsync(engines.Gateway, GatewayUnderTest.LocalFirst, stream: false);

        var answer = await SendAsync(engines.Gateway, $$"""{"request_id":"{{id}}","rating":{{rating}},"comment":"as it is"}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(id, (string?)answer.Json["request_id"]);
        var label = Assert.Single(engines.Gateway.Labels());
        Assert.Equal((id, "user", GatewayUnderTest.KeyId, GatewayUnderTest.LocalFirst), (label.RequestId, label.Judge, label.KeyId, label.Route));
        Assert.Equal((TestEngine.LocalId, null, worth, null), (label.LocalEngine, label.CloudEngine, label.LocalScore, label.CloudScore));
        Assert.Equal(("as it is", 1.0, null), (label.Comment, label.Propensity, label.Text));
        Assert.Equal(Question.Length, PromptFeaturesCodec.Read(label.Features)!.TextBytes);
    }

    [Fact]
    public async Task Feedback_OfAStreamedCloudAnswer_IsAboutTheCloud()
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        var id = await AskAsync(engines.Gateway, "cloud", stream: true);

        await SendAsync(engines.Gateway, $$"""{"request_id":"{{id}}","rating":-0.5}""");

        var label = Assert.Single(engines.Gateway.Labels());
        Assert.Equal((null, TestEngine.CloudId, null, 0.25), (label.LocalEngine, label.CloudEngine, label.LocalScore, label.CloudScore));
    }

    [Fact]
    public async Task Feedback_Twice_TheLaterOneCounts()
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        var id = await AskAsync(engines.Gateway, "local", stream: false);

        await SendAsync(engines.Gateway, $$"""{"request_id":"{{id}}","rating":"up"}""");
        await SendAsync(engines.Gateway, $$"""{"request_id":"{{id}}","rating":"down"}""");

        Assert.Equal(0.0, Assert.Single(engines.Gateway.Labels()).LocalScore);
    }

    [Theory]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task Feedback_TextIsKept_WhereTheOperatorChoseIt(bool everywhere, bool? route, bool kept)
    {
        await using var local = await SimulatorServer.StartAsync(new SimulatorServerOptions { Model = TestEngine.LocalModel }, Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Learning = new LearningOptions(everywhere),
                Routes = [options.Routes[0] with { StoreText = route }],
            },
            TestEngine.Local(local.BaseUrl));
        var id = await AskAsync(gateway, GatewayUnderTest.LocalFirst, stream: false);

        await SendAsync(gateway, $$"""{"request_id":"{{id}}","rating":"up"}""");

        Assert.Equal(kept ? Question : null, Assert.Single(gateway.Labels()).Text);
    }

    [Theory]
    [InlineData("[1]", null)]
    [InlineData("{", null)]
    [InlineData("""{"rating":1}""", "request_id")]
    [InlineData("""{"request_id":7,"rating":1}""", "request_id")]
    [InlineData("""{"request_id":"","rating":1}""", "request_id")]
    [InlineData("""{"request_id":"x"}""", "rating")]
    [InlineData("""{"request_id":"x","rating":1.5}""", "rating")]
    [InlineData("""{"request_id":"x","rating":"great"}""", "rating")]
    [InlineData("""{"request_id":"x","rating":1,"comment":[]}""", "comment")]
    [InlineData("""{"request_id":"\ud800","rating":1}""", null)]
    public async Task Feedback_Malformed_Is400AndSaysWhatToSend(string body, string? param)
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();

        var answer = await SendAsync(engines.Gateway, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(("invalid_feedback", param), (answer.ErrorCode, (string?)answer.Error["param"]));
        Assert.Empty(engines.Gateway.Labels());
    }

    [Theory]
    [InlineData("req_unknown")]
    [InlineData("req_0000000000000000000")]
    [InlineData("x")]
    public async Task Feedback_UnknownRequest_Is404AndSaysWhatToDo(string id)
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        await AskAsync(engines.Gateway, "local", stream: false);

        var answer = await SendAsync(engines.Gateway, $$"""{"request_id":"{{id}}","rating":1}""");

        Assert.Equal((HttpStatusCode.NotFound, "request_not_found"), (answer.Status, answer.ErrorCode));
        Assert.Contains("x-autoclaw-request-id", (string?)answer.Error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_OfARequestThatFailed_Is404()
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        var refused = await engines.Gateway.PostChatAsync("""{"model":"nobody","messages":[]}""");

        var answer = await SendAsync(engines.Gateway, $$"""{"request_id":"{{refused.Header("x-autoclaw-request-id")}}","rating":1}""");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    [Fact]
    public async Task Feedback_OfSomebodyElsesRequest_Is404()
    {
        await using var local = await SimulatorServer.StartAsync(new SimulatorServerOptions { Model = TestEngine.LocalModel }, Cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Auth = options.Auth with { AllowAnonymousLoopback = true } }, TestEngine.Local(local.BaseUrl));
        var id = await AskAsync(gateway, "local", stream: false);
        using var anonymous = new HttpClient();

        using var answer = await anonymous.PostAsync(
            new Uri($"{gateway.BaseUrl}/feedback"), new StringContent($$"""{"request_id":"{{id}}","rating":1}""", Encoding.UTF8, "application/json"), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Feedback_WithoutKey_Is401()
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        using var nobody = new HttpClient();

        using var answer = await nobody.PostAsync(new Uri($"{engines.Gateway.BaseUrl}/feedback"), new StringContent("{}"), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Feedback_Get_Is405()
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await engines.Gateway.GetAsync("/v1/feedback")).Status);
    }

    [Fact]
    public async Task Feedback_LedgerLocked_Is503AndComesBack()
    {
        await using var engines = await Gateway.SimulatedEngines.StartAsync();
        var id = await AskAsync(engines.Gateway, "local", stream: false);
        var body = $$"""{"request_id":"{{id}}","rating":1}""";
        using (engines.Gateway.LockLedger())
        {
            var refused = await SendAsync(engines.Gateway, body);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "ledger_busy"), (refused.Status, refused.ErrorCode));
        }

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(engines.Gateway, body)).Status);
        Assert.Single(engines.Gateway.Labels());
    }

    private static Task<HttpAnswer> SendAsync(GatewayUnderTest gateway, string body) => gateway.PostAsync("feedback", Encoding.UTF8.GetBytes(body));

    private static async Task<string> AskAsync(GatewayUnderTest gateway, string model, bool stream)
    {
        var answer = await gateway.PostChatAsync(
            $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{Question}}"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Header("x-autoclaw-request-id")!;
    }
}
