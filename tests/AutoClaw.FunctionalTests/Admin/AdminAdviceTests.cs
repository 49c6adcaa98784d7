using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.Core.Advisor;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Admin;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>The advisor over the administrators' listener says what it says elsewhere, and what is wrong with what it was asked.</summary>
public sealed class AdminAdviceTests : IAsyncLifetime
{
    private readonly AdminKeys _keys = new();
    private GatewayUnderTest _gateway = null!;
    private AdminClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync(options => options with { Admin = _keys.Options }, TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        _client = new AdminClient(_gateway.AdminUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Advise_Nothing_IsTheAdviceForTheDefaults()
    {
        var answer = await AskAsync("{}");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Header("Content-Type")));
        AssertSame(AdvisorInputs.Default, answer);
        Assert.Equal(4, answer.Json["architectures"]!.AsArray().Count);
    }

    [Fact]
    public async Task Advise_PartOfTheInputs_IsLaidOverTheDefaults()
    {
        var work = AdvisorInputs.Default.Workload with { RequestsPerMonth = 20_000 };
        var answer = await AskAsync("""{"priority": "real_time", "workload": {"requests_per_month": 20000}}""");
        AssertSame(AdvisorInputs.Default with { Priority = Priority.RealTime, Workload = work }, answer);
        Assert.Equal((20_000, 2000), ((double)answer.Json["inputs"]!["workload"]!["requests_per_month"]!, (double)answer.Json["inputs"]!["workload"]!["input_tokens"]!));
    }

    [Fact]
    public async Task Advise_AllInputsOfAnAnswer_IsThatAnswer()
    {
        var first = await AskAsync("""{"priority": "best_reasoning"}""");
        var again = await AskAsync(first.Json["inputs"]!.ToJsonString());
        Assert.Equal(first.Text, again.Text);
    }

    [Theory]
    [InlineData("""{"workload": {"requests": 5}}""", "workload.requests", "requests_per_month")]
    [InlineData("""{"from_ledger": true}""", "from_ledger", "workload")]
    [InlineData("""{"priority": "fame"}""", "priority", "data_privacy, lowest_cost")]
    [InlineData("""{"local": {"utilisation": 2}}""", "local.utilisation", "0.01 to 1")]
    [InlineData("""{"workload": {"input_tokens": "many"}}""", "workload.input_tokens", "A number")]
    [InlineData("""{"uncertainty": {"samples": 10001}}""", "uncertainty.samples", "1 to 10000 here")]
    [InlineData("""{"uncertainty": {"samples": 1000000}}""", "uncertainty.samples", "1 to 100000")]
    [InlineData("""{"local": {"pue": 0}, "cloud": {"quality": 2}}""", "cloud.quality", "local.pue: 1 to 10")]
    [InlineData("", null, "{} asks about the defaults")]
    [InlineData("[]", null, "An object")]
    [InlineData("{\"workload\":", null, "Not JSON")]
    [InlineData("""{"priority": "real_time", "priority": "real_time"}""", null, "named twice")]
    public async Task Advise_Wrong_Is400WithTheFieldAndWhatIsAllowed(string body, string? field, string allowed)
    {
        var answer = await AskAsync(body);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_inputs", field), (answer.Status, answer.ErrorCode, (string?)answer.Error["param"]));
        Assert.Contains(allowed, (string)answer.Error["message"]!, StringComparison.Ordinal);
        Assert.Contains(field ?? "", answer.Json["problems"]!.AsArray().Select(problem => (string?)problem!["field"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Advise_BodyTooLarge_Is413(bool chunked)
    {
        var answer = await AskAsync(new string(' ', AdminAdvice.MaxBodyBytes + 1), chunked);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (answer.Status, answer.ErrorCode));

        // In chunks, what frames them counts too.
        AssertSame(AdvisorInputs.Default, await AskAsync("{}" + new string(' ', AdminAdvice.MaxBodyBytes - (chunked ? 100 : 2)), chunked));
    }

    [Fact]
    public async Task Advise_WithAKeyThatMayLook_ChangesNothing()
    {
        var before = await _client.SendAsync(_keys.Read, "/admin/config");
        await AskAsync("{}");
        Assert.Equal(before.Text, (await _client.SendAsync(_keys.Read, "/admin/config")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(_keys.Read, "/admin/advise")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.SendAsync(_gateway.ApiKey, "/admin/advise", "POST")).Status);
    }

    [Fact]
    public async Task Advise_ManyAtOnce_EachIsAnsweredOrToldToComeBack()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync("""{"uncertainty": {"samples": 10000}}""")));
        var expected = answers.First(answer => answer.Status == HttpStatusCode.OK).Text;
        foreach (var answer in answers)
        {
            if (answer.Status == HttpStatusCode.OK)
            {
                Assert.Equal(expected, answer.Text);
            }
            else
            {
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "advisor_busy", "1"), (answer.Status, answer.ErrorCode, answer.Header("Retry-After")));
            }
        }

        Assert.Equal(HttpStatusCode.OK, (await AskAsync("{}")).Status);
    }

    private static void AssertSame(AdvisorInputs inputs, HttpAnswer answer) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(AdvisorJson.Write(Core.Advisor.Advisor.Advise(inputs))), answer.Json), answer.Text);

    private Task<HttpAnswer> AskAsync(string body, bool chunked = false) => _client.SendAsync(_keys.Read, "/admin/advise", "POST", request =>
    {
        request.Content = new StringContent(body);
        request.Headers.TransferEncodingChunked = chunked;
    });
}
