using System.Text.Json.Nodes;
using AutoClaw.Cli.Simulator;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>What one client's script reported, and what the engines and the ledger behind it saw.</summary>
internal sealed record ClientRun(IReadOnlyDictionary<string, JsonNode> Features, string Output, SimulatorStats Fast, IReadOnlyList<LedgerRow> Ledger)
{
    private const string FastRoute = "fast", SlowRoute = "slow";

    /// <summary>Starts a gateway with an engine that answers at once and one that falls silent after a word, and runs the script against it.</summary>
    public static async Task<ClientRun> StartAsync(string script)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var fast = await SimulatorServer.StartAsync(new SimulatorServerOptions { Model = TestEngine.LocalModel }, cancellation);

        // A token an hour: only a client that leaves ends it.
        await using var slow = await SimulatorServer.StartAsync(new SimulatorServerOptions { Model = TestEngine.CloudModel, TokensPerSecond = 1.0 / 3600 }, cancellation);
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes =
                [
                    new RouteOptions { Name = FastRoute, Engines = [TestEngine.LocalId] },
                    new RouteOptions { Name = SlowRoute, Engines = [TestEngine.CloudId] },
                ],
            },
            TestEngine.Local(fast.BaseUrl),
            TestEngine.Cloud(slow.BaseUrl));
        var result = await NodeClients.RunAsync(script, gateway, slow.BaseUrl);
        var output = result.Output + "\n" + result.Errors;
        Assert.True(result.ExitCode == 0, output);
        var features = result.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!)
            .ToDictionary(line => (string)line["feature"]!);
        return new ClientRun(features, output, fast.Stats, await gateway.StopAndReadLedgerAsync());
    }
}
