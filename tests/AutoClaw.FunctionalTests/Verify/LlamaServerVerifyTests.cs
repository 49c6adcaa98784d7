using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Verify;

/// <summary>The log probabilities of a real llama-server decide.</summary>
public sealed class LlamaServerVerifyTests(LlamaServerFixture fixture)
{
    // A grammar makes the model say what it finds next to impossible.
    private const string Forced =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\",\"properties\":{\"city\":{\"enum\":[\"Paris\"]}},\"required\":[\"city\"],\"additionalProperties\":false}}},";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Logprobs_ModelIsSure_KeepsItsAnswerWithoutThem(bool stream)
    {
        await using var sky = ScriptedEngine.Start(CheckedRoute.SkyAnswers);
        await using var gateway = await StartAsync(sky);

        var answer = await gateway.PostChatAsync(CheckedRoute.Ask(stream, "hi"));

        Assert.Equal(TinyModel.Answer, CheckedRoute.TextOf(answer));
        Assert.Equal(("kept", TestEngine.LocalId), (answer.Header("x-autoclaw-verify"), answer.Header("x-autoclaw-engine")));
        Assert.DoesNotContain("\"logprob\"", answer.Text, StringComparison.Ordinal);
        Assert.Equal("kept", Assert.Single(gateway.Ledger()).Verdict);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Logprobs_ModelIsForced_SendsItToTheCloud(bool stream)
    {
        await using var sky = ScriptedEngine.Start(CheckedRoute.SkyAnswers);
        await using var gateway = await StartAsync(sky);

        var answer = await gateway.PostChatAsync(CheckedRoute.Ask(stream, "hi", Forced));

        Assert.Equal(CheckedRoute.CloudAnswer, CheckedRoute.TextOf(answer));
        Assert.Equal("escalated", answer.Header("x-autoclaw-verify"));
        Assert.Equal(["logprobs", null], gateway.Ledger().Select(row => row.Verdict));
    }

    private async Task<GatewayUnderTest> StartAsync(ScriptedEngine sky)
    {
        var server = await fixture.ChatAsync(Cancellation);
        return await GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes =
                [
                    new RouteOptions
                    {
                        Name = CheckedRoute.Name,
                        Engines = [TestEngine.LocalId, TestEngine.CloudId],
                        Aim = new AimOptions(Threshold: 0),
                        Verify = new VerifyOptions { From = -1, To = 1, Logprobs = new LogprobsOptions(-2, 0), Hold = new HoldOptions(TimeSpan.FromSeconds(20), 400) },
                    },
                ],
            },
            TestEngine.Local(server.BaseUrl) with { Model = "tiny" },
            TestEngine.Cloud(sky));
    }
}
