using AutoClaw.Core.Model;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>What an application does with the clients that npm has, each in a process of its own, over real sockets.</summary>
public sealed class NpmClientTests(ClientRuns runs) : IClassFixture<ClientRuns>
{
    private static readonly string[] Everywhere =
        ["text", "stream", "multiTurn", "tools", "parallelTools", "vision", "jsonSchema", "usage", "error", "abort"];

    private static readonly Dictionary<string, string[]> Clients = new()
    {
        ["openai.mjs"] = [.. Everywhere, "responses"],
        ["anthropic.mjs"] = [.. Everywhere, "countTokens"],
        ["genai.mjs"] = [.. Everywhere, "models", "countTokens"],
        ["vercel-ai.mjs"] = Everywhere,
        ["langchain.mjs"] = Everywhere,
    };

    public static TheoryData<string, string> Features()
    {
        var data = new TheoryData<string, string>();
        foreach (var (script, features) in Clients)
        {
            foreach (var feature in features)
            {
                data.Add(script, feature);
            }
        }

        return data;
    }

    public static TheoryData<string> Scripts() => [.. Clients.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public async Task Client_Feature_Works(string script, string feature)
    {
        NodeClients.Require();
        var run = await runs.OfAsync(script);
        Assert.True(run.Features.TryGetValue(feature, out var line), run.Output);
        Assert.True(line!["failed"] is null, (string?)line["failed"]);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Client_ItsCounts_AreTheLedgers(string script)
    {
        NodeClients.Require();
        var run = await runs.OfAsync(script);
        var (input, output) = ((long)run.Features["usage"]["input"]!, (long)run.Features["usage"]["output"]!);
        Assert.Contains(run.Ledger, row => !row.Estimated && (row.InputTokens, row.OutputTokens) == (input, output));
        Assert.Equal(1, run.Fast.Images);
        Assert.Single(run.Ledger, row => row.Outcome == AttemptOutcome.Cancelled);
        Assert.All(run.Ledger, row => Assert.True(row.Outcome is AttemptOutcome.Completed or AttemptOutcome.Cancelled, row.ToString()));
        Assert.All(run.Ledger, row => Assert.Null(row.Dropped));
    }
}
