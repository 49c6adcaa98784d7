using System.Text.Json.Nodes;
using AutoClaw.Cli.Simulator;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.Wires;

/// <summary>Clients of each API before simulators that are asked in each API: text, a call, and one count for client, ledger and engine.</summary>
public sealed class SimulatedPairTests
{
    private static readonly string[] Clients = ["chat", "responses", "anthropic", "gemini"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    [InlineData("openai-responses", true)]
    [InlineData("openai-responses", false)]
    [InlineData("anthropic", true)]
    [InlineData("anthropic", false)]
    [InlineData("gemini", true)]
    [InlineData("gemini", false)]
    public async Task Ask_EveryClient_HearsTextACallAndTheEnginesCount(string kind, bool stream)
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorServerOptions { Model = "x", ApiKey = "not-a-real-key" }, Cancellation);
        var root = kind == "gemini" ? new Uri(simulator.BaseUrl, "/v1beta") : simulator.BaseUrl;
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(root) with { Kind = kind, Model = "x", ApiKey = "not-a-real-key" });
        foreach (var client in Clients)
        {
            var text = await AskAsync(new WireClient(client) { Tools = false }, gateway, simulator, stream);
            Assert.StartsWith("This answer is simulated", text.Text, StringComparison.Ordinal);
            Assert.Equal(64, text.OutputTokens);

            var call = await AskAsync(new WireClient(client), gateway, simulator, stream);
            Assert.Equal("forecast", call.Call);
            Assert.NotNull(JsonNode.Parse(call.Arguments!)!["city"]);
        }

        Assert.Equal((8, 8), (simulator.Stats.Requests, simulator.Stats.Answered));
        Assert.All(gateway.Ledger(), row => Assert.Equal((AttemptOutcome.Completed, false, null), (row.Outcome, row.Estimated, row.Dropped)));
        Assert.Equal(Enumerable.Repeat<string[]>(["stop", "tool_calls"], 4).SelectMany(each => each), gateway.Ledger().Select(row => row.FinishReason));
    }

    private static async Task<Heard> AskAsync(WireClient client, GatewayUnderTest gateway, SimulatorServer simulator, bool stream)
    {
        var before = simulator.Stats;
        var heard = await client.AskAsync(gateway, "sky", stream);
        var after = simulator.Stats;
        var row = gateway.Ledger()[^1];
        Assert.Equal((after.PromptTokens - before.PromptTokens, after.CompletionTokens - before.CompletionTokens), (row.InputTokens, row.OutputTokens));
        Assert.Equal((row.InputTokens, row.OutputTokens), (heard.InputTokens, heard.OutputTokens));
        return heard;
    }
}
