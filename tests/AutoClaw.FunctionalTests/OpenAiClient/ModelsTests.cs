using System.ClientModel;
using System.Net;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Schema;

namespace AutoClaw.FunctionalTests.OpenAiClient;

/// <summary>The list of names that a client can send.</summary>
public sealed class ModelsTests
{
    private static readonly string[] Names =
        ["auto", GatewayUnderTest.LocalFirst, "local", "cloud", TestEngine.LocalId, TestEngine.CloudId, TestEngine.LocalModel, TestEngine.CloudModel];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_Listed_AreAllTheNamesAndEachOfThemAnswers()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var models = (await engines.Gateway.Models().GetModelsAsync(Cancellation)).Value;
        Assert.Equal(Names.Order(StringComparer.Ordinal), models.Select(model => model.Id).Order(StringComparer.Ordinal));
        foreach (var name in Names)
        {
            Assert.Equal(HttpStatusCode.OK, (await engines.Gateway.PostChatAsync($$"""{"model":"{{name}}","messages":[{"role":"user","content":"hi"}]}""")).Status);
            Assert.Equal(name, (await engines.Gateway.Models().GetModelAsync(name, Cancellation)).Value.Id);
        }
    }

    [Fact]
    public async Task Models_OfASimulator_SaySo()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var answer = await engines.Gateway.GetAsync("/v1/models");
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Models, answer.Text);
        Assert.All(answer.Json["data"]!.AsArray(), model => Assert.Contains("simulated", (string)model!["owned_by"]!, StringComparison.Ordinal));
        Assert.All(answer.Json["data"]!.AsArray(), model => Assert.True((bool)model!["autoclaw"]!["simulated"]!));
    }

    [Fact]
    public async Task Models_OfRealEngines_DoNot()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        var answer = await gateway.GetAsync("/v1/models");
        Assert.All(answer.Json["data"]!.AsArray(), model => Assert.Equal("autoclaw", (string?)model!["owned_by"]));
        Assert.All(answer.Json["data"]!.AsArray(), model => Assert.False((bool)model!["autoclaw"]!["simulated"]!));
    }

    [Fact]
    public async Task Models_UnknownName_Is404()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(new Uri("http://127.0.0.1:9/v1")));
        var error = await Assert.ThrowsAsync<ClientResultException>(() => gateway.Models().GetModelAsync("nobody", Cancellation));
        Assert.Equal(404, error.Status);
        Assert.Contains("model_not_found", error.Message, StringComparison.Ordinal);
    }
}
