using System.Globalization;
using System.Net;
using System.Text;
using AutoClaw.Core.Privacy;
using AutoClaw.FunctionalTests.Faults;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Security;
using AutoClaw.FunctionalTests.Verify;
using AutoClaw.FunctionalTests.Wires;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>What leaves the house is counted where it leaves, and of what must stay nothing does.</summary>
public sealed class EgressTests
{
    private const string Header = "x-autoclaw-privacy";

    private static readonly string[] Clients = ["chat", "responses", "anthropic", "gemini"];

    // bench/private-faults.sh asks more often, and adds up how often.
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("AUTOCLAW_FAULT_ROUNDS") ?? "1", CultureInfo.InvariantCulture);

    private static readonly Lock Counting = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. FaultTable.All.Keys];

    [Fact]
    public async Task Ask_Cloud_CountsEveryByteThatTheOtherEndReceives()
    {
        await using var home = ScriptedEngine.Start(Script.Fails(500));
        await using var sky = ScriptedEngine.Start(Script.Answers("there"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home), TestEngine.Cloud(sky));
        for (var i = 0; i < 3; i++)
        {
            // The second and third go over the same connection.
            Assert.Equal("cloud", (await gateway.PostChatAsync($$"""{"model":"{{GatewayUnderTest.LocalFirst}}","messages":[{"role":"user","content":"{{new string('a', i * 40_000)}}"}]}""")).Header("x-autoclaw-place"));
        }

        var rows = gateway.Ledger();
        Assert.All(rows.Where(row => row.Engine == TestEngine.LocalId), row => Assert.Equal((0L, null), (row.EgressBytes, row.EgressAddress)));
        Assert.Equal(sky.Requests.Items.Select(request => (long?)(request.Head.Length + request.Body.Length)), rows.Where(row => row.Engine == TestEngine.CloudId).Select(row => row.EgressBytes));
        Assert.All(rows.Where(row => row.Engine == TestEngine.CloudId), row => Assert.Equal("127.0.0.1", row.EgressAddress));
    }

    /// <summary>Every way in which engines break, with all that could lead elsewhere switched on.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ask_PrivateAndTheEngineBreaks_LeavesNothing(string name)
    {
        var fault = FaultTable.All[name];
        await using var canary = Canary.Start();
        var engines = new List<ScriptedEngine>();
        try
        {
            var options = new List<EngineOptions>();
            foreach (var answer in WireAnswer.All.Where(answer => !fault.IsHeavy || answer.Kind == "openai"))
            {
                var engine = await fault.StartAsync(answer);
                engines.Add(engine);
                var wait = fault.IsSilence ? TimeSpan.FromMilliseconds(400) : TimeSpan.FromSeconds(30);
                options.Add(TestEngine.Local(new UriBuilder(engine.BaseUrl) { Scheme = fault.Scheme }.Uri) with
                {
                    Id = "home-" + answer.Kind, Model = answer.Kind, Kind = answer.Kind, Retries = 1, ConnectTimeout = wait, FirstContentTimeout = wait, IdleTimeout = wait,
                });
            }

            var cloud = TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1"));
            await using var gateway = await GatewayUnderTest.StartAsync(
                all => all with
                {
                    Learning = new LearningOptions(StoreText: true),
                    Routes =
                    [
                        .. options.Select(home => new RouteOptions
                        {
                            Name = "route-" + home.Id,
                            Engines = [home.Id, TestEngine.CloudId, "sky-2"],
                            Aim = new AimOptions(Threshold: -1),
                            Verify = new VerifyOptions { From = -1, To = 1, Agree = new AgreeOptions(Resample: true), Hold = new HoldOptions(TimeSpan.FromSeconds(20), 4000) },
                            Shadow = new ShadowOptions { Share = 1, Budget = new ShadowBudgetOptions(1_000_000), Judge = new JudgeOptions("engine", TestEngine.CloudId) },
                            Spill = new SpillOptions(TimeSpan.FromMilliseconds(1)),
                            Cold = ColdStart.Both,
                        }),

                        // Answers that are checked are not hedged.
                        new RouteOptions
                        {
                            Name = "route-hedged", Engines = [options[0].Id, "twin", TestEngine.CloudId, "sky-2"], Aim = new AimOptions(Threshold: -1), Hedge = new HedgeOptions(TimeSpan.FromMilliseconds(1)),
                        },
                    ],
                },
                [.. options, options[0] with { Id = "twin" }, cloud, cloud with { Id = "sky-2", Region = "eu-west-1", Retention = TimeSpan.Zero }]);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { Authorization = gateway.Http.DefaultRequestHeaders.Authorization } };
            var asked = from home in options.Select(home => home.Id).Append("hedged")
                        from client in Clients
                        from stream in (bool[])[true, false]
                        select AskAsync(gateway, http, "route-" + home, client, stream);
            var count = 0;
            for (var round = 0; round < Rounds; round++)
            {
                var seen = await Task.WhenAll(asked);
                Assert.All(seen, answer => Assert.Equal("local_only", answer.Header(Header)));
                count += seen.Length;
            }

            var rows = await gateway.StopAndReadLedgerAsync();
            Assert.NotEmpty(rows);
            Assert.All(rows, row => Assert.Equal(("local_only", "header", 0L), (row.Privacy, row.PrivacyReason, row.EgressBytes)));
            await canary.AssertUntouchedAsync(Cancellation);
            Record(count);
        }
        finally
        {
            foreach (var engine in engines)
            {
                await engine.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Ask_PrivateAnswerThatDoesNotPassItsChecks_IsServedAndNothingLeaves()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("I can't help with that."));
        await using var canary = Canary.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes = [options.Routes[0] with { Aim = new AimOptions(Threshold: 0), Verify = new VerifyOptions { From = -1, To = 1, Agree = new AgreeOptions(Resample: true) } }],
            },
            TestEngine.Local(home),
            TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")));
        var answer = await gateway.PostChatAsync(CheckedRoute.Ask(stream: false, model: GatewayUnderTest.LocalFirst), (Header, "local_only"));
        Assert.Equal((HttpStatusCode.OK, "I can't help with that."), (answer.Status, CheckedRoute.TextOf(answer)));
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Open_LocalEngineWhoseNameLeadsOut_IsNotConnectedTo()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            TestEngine.Local(new Uri("http://9.9.9.9/v1")), TestEngine.Local(new Uri("http://[2620:fe::fe]/v1")) with { Id = "six" });
        foreach (var id in (string[])[TestEngine.LocalId, "six"])
        {
            var answer = await gateway.PostChatAsync($$"""{"model":"{{id}}","messages":[{"role":"user","content":"hi"}]}""", (Header, "local_only"));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "engine_address_refused"), (answer.Status, answer.ErrorCode));
            Assert.Contains("own_networks", (string)answer.Error["message"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Send_PastEveryDecision_IsRefusedAtTheSocket()
    {
        await using var canary = Canary.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")));
        var engine = gateway.Current.Engines[0];
        var attempt = new AutoClaw.Core.Model.Attempt
        {
            RequestId = "r", Number = 1, Operation = "chat", Route = "auto", Engine = engine.Id, Place = engine.Place, Model = "m", Reason = "pinned", ReceivedAt = default,
            Privacy = PrivacyLabel.Private,
        };
        var body = AutoClaw.Core.Wire.SplicedBody.Create(Encoding.UTF8.GetBytes("{}"), []);
        await Assert.ThrowsAsync<AutoClaw.Gateway.Engines.EgressRefusedException>(() => engine.SendChatAsync(body, attempt, Cancellation));
        await Assert.ThrowsAsync<AutoClaw.Gateway.Engines.EgressRefusedException>(() => engine.SendEmbeddingsAsync(body, attempt, Cancellation));
        Assert.Equal(0, attempt.EgressBytes);
        await canary.AssertUntouchedAsync(Cancellation);
    }

    private static void Record(int requests)
    {
        if (Environment.GetEnvironmentVariable("AUTOCLAW_FAULT_COUNT") is { Length: > 0 } file)
        {
            lock (Counting)
            {
                File.AppendAllText(file, requests.ToString(CultureInfo.InvariantCulture) + "\n");
            }
        }
    }

    private static async Task<SeenAnswer> AskAsync(GatewayUnderTest gateway, HttpClient http, string route, string client, bool stream)
    {
        using var request = new WireClient(client) { Tools = false }.ToMessage(gateway, route, stream);
        request.Headers.Add(Header, "local_only");
        return await SeenAnswer.OfAsync(http, request, client, stream, Cancellation);
    }
}
