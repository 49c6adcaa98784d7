using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>Many clients at once, some of which leave: every request ends in exactly one entry and nothing stays open.</summary>
public sealed class ManyClientsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_EveryThirdClientLeavesMidway_EachHasOneEntry()
    {
        const int Clients = 90;
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 400, OutputTokens = 40 });
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", engines.Gateway.ApiKey) } };
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var model = client % 2 == 0 ? "local" : "cloud";
            using var request = engines.Gateway.ChatRequest($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"message {{client}}"}]}""");
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await using var answer = new StreamedAnswer(response, await response.Content.ReadAsStreamAsync(Cancellation), Cancellation);
            if (client % 3 == 0)
            {
                Assert.NotNull(await answer.NextAsync());
            }
            else
            {
                Assert.Equal("[DONE]", (await answer.RestAsync())[^1]);
            }
        }));

        var rows = await engines.Gateway.StopAndReadLedgerAsync();
        Assert.Equal(Clients, rows.Count);
        Assert.Equal(Clients, rows.Select(row => row.RequestId).Distinct().Count());
        Assert.True(rows.Count(row => row.Outcome == AttemptOutcome.Completed) >= Clients * 2 / 3);
        Assert.All(rows, row => Assert.True(row.Outcome is AttemptOutcome.Completed or AttemptOutcome.Cancelled));
        Assert.Equal(0, engines.Gateway.OpenReservations());
        foreach (var (place, simulator) in ((Place, Cli.Simulator.SimulatorServer)[])[(Place.Local, engines.Local), (Place.Cloud, engines.Cloud)])
        {
            await Fixtures.Eventually.TrueAsync(() => simulator.Stats.InFlight == 0);
            var whole = rows.Where(row => row.Place == place && !row.Estimated).ToList();
            Assert.True(whole.Count <= simulator.Stats.Answered);
            Assert.Equal(rows.Count(row => row.Place == place), simulator.Stats.Requests);
        }
    }
}
