using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>
/// Every way in which engines break, at engines of each API, for clients of each API, streamed and not, alone and with a healthy engine
/// behind: nobody waits for ever, nothing that is cut looks whole, nothing that failed is booked as done, every error is in the client's form.
/// </summary>
public sealed class FaultMatrixTests
{
    private const string Healthy = "healthy";
    private const string Saved = "saved";

    private static readonly string[] Clients = ["chat", "responses", "anthropic", "gemini"];

    // No answer takes a quarter of it, also where both cores are busy.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Names => [.. FaultTable.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Chat_EngineBreaks_ClientLedgerAndNextEngineHearOfIt(string name)
    {
        var fault = FaultTable.All[name];
        var engines = new Dictionary<string, ScriptedEngine>();
        await using var healthy = ScriptedEngine.Start(Script.Answers(Saved));
        try
        {
            foreach (var answer in WireAnswer.All)
            {
                engines[answer.Kind] = await fault.StartAsync(answer);
            }

            await RunAsync(fault, engines, healthy);
        }
        finally
        {
            foreach (var engine in engines.Values)
            {
                await engine.DisposeAsync();
            }
        }
    }

    private static async Task RunAsync(EngineFault fault, Dictionary<string, ScriptedEngine> engines, ScriptedEngine healthy)
    {
        // An engine of its own for each case: one that failed before would be asked last.
        var cases = (from client in Clients
                     from answer in WireAnswer.All
                     from stream in (bool[])[true, false]
                     where !fault.IsHeavy || (client, answer.Kind) is ("chat", "openai") or ("gemini", "anthropic")
                     select new FaultCase(fault, client, answer.Kind, stream)).ToList();
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes = [.. cases.Select(each => new RouteOptions { Name = each.Route, Engines = [each.Engine, Healthy], Aim = new AimOptions(Threshold: 1) })],
            },
            [.. cases.Select(each => each.Options(engines[each.Kind])), TestEngine.Cloud(healthy) with { Id = Healthy, Model = Healthy }]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Longest, DefaultRequestHeaders = { Authorization = gateway.Http.DefaultRequestHeaders.Authorization } };
        var seen = await Task.WhenAll(cases.Select(each => AskAsync(gateway, http, each)));

        var rows = await gateway.StopAndReadLedgerAsync();
        Assert.Equal(0, gateway.OpenReservations());
        Assert.Equal(rows.Count, rows.Select(row => (row.RequestId, row.Number)).Distinct().Count());
        Assert.Equal(seen.Length * 2, rows.Select(row => row.RequestId).Distinct().Count());
        foreach (var (each, routed, alone) in seen)
        {
            each.AssertAlone(alone, RowsOf(rows, alone));
            each.AssertRouted(routed, RowsOf(rows, routed), Healthy, Saved);
        }

        // What the engines were asked is what is booked, neither more nor less.
        foreach (var (kind, engine) in engines.Where(_ => fault.Act is not null))
        {
            Assert.Equal(engine.Requests.Items.Count, rows.Count(row => cases.Exists(each => each.Kind == kind && each.Engine == row.Engine)));
        }
    }

    private static LedgerRow[] RowsOf(IEnumerable<LedgerRow> rows, SeenAnswer seen) =>
        [.. rows.Where(row => row.RequestId == seen.Header("x-autoclaw-request-id")).OrderBy(row => row.Number)];

    // The route first: after that the engine is known to fail.
    private static async Task<(FaultCase Case, SeenAnswer Routed, SeenAnswer Alone)> AskAsync(GatewayUnderTest gateway, HttpClient http, FaultCase each)
    {
        var client = new WireClient(each.Client) { Tools = false };
        using var routed = client.ToMessage(gateway, each.Route, each.Stream);
        using var alone = client.ToMessage(gateway, each.Engine, each.Stream);
        var cancellation = TestContext.Current.CancellationToken;
        return (each, await SeenAnswer.OfAsync(http, routed, each.Client, each.Stream, cancellation), await SeenAnswer.OfAsync(http, alone, each.Client, each.Stream, cancellation));
    }
}
