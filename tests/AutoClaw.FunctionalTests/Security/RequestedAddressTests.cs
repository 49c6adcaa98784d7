using System.Globalization;
using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>
/// Whatever address a request holds and wherever it holds it, nobody connects there: it reaches an engine as text, at the engine's own address
/// and path, or it is refused.
/// </summary>
public sealed class RequestedAddressTests
{
    private static readonly string[] Kinds = ["openai", "openai-responses", "anthropic", "gemini", "azure-openai"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_RequestHoldsAnAddress_NobodyConnectsThereAndEnginesAreAskedWhereTheyAre()
    {
        await using var canary = Canary.Start();
        var at = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{canary.Port}");
        var engines = Kinds.ToDictionary(kind => kind, kind => ScriptedEngine.Start(kind is "openai" or "azure-openai" ? AnswerAsync : Script.Fails(400)));
        await using var gateway = await GatewayUnderTest.StartAsync([.. Kinds.Select(kind => TestEngine.Cloud(engines[kind]) with
        {
            Id = kind,
            Kind = kind,
            ApiKey = "not-a-real-key",
            ApiVersion = kind == "azure-openai" ? "2024-10-21" : null,
            VendorTools = true,
        })]);

        // Where each is asked by who wants nothing special.
        var own = new Dictionary<string, HashSet<string>>();
        foreach (var kind in Kinds)
        {
            await gateway.PostChatAsync($$"""{"model":"{{kind}}","messages":[{"role":"user","content":"hi"}]}""");
            await gateway.PostAsync("embeddings", Encoding.UTF8.GetBytes($$"""{"model":"{{kind}}","input":"hi"}"""));
            own[kind] = [.. engines[kind].Requests.Items.Select(AddressOf)];
            Assert.NotEmpty(own[kind]);
        }

        var (told, refused) = (0, 0);
        foreach (var vector in AddressVectors.All)
        {
            foreach (var kind in vector.NamesAnEngine ? Kinds : Kinds[..1])
            {
                var before = Kinds.ToDictionary(each => each, each => engines[each].Requests.Items.Count);
                var answer = await RawHttp.ExchangeAsync(gateway.BaseUrl, vector.ToRequest(kind, gateway.ApiKey, at), Cancellation);
                var status = Assert.Single(RawHttp.StatusesOf(answer));
                Assert.True(status is >= 200 and < 300 or >= 400 and < 500, $"{vector.Name} at {kind}: {answer}");
                Assert.DoesNotContain("\r\nLocation:", answer, StringComparison.OrdinalIgnoreCase);
                foreach (var each in Kinds)
                {
                    foreach (var request in engines[each].Requests.Items.Skip(before[each]))
                    {
                        Assert.True(own[each].Contains(AddressOf(request)), $"{vector.Name} at {kind}: {request.Head}");
                        Assert.False(request.Head.Contains(at, StringComparison.Ordinal), $"{vector.Name} at {kind}: {request.Head}");
                    }
                }

                var arrived = Kinds.Sum(each => engines[each].Requests.Items.Count - before[each]);
                Assert.True(arrived <= 1, $"{vector.Name} at {kind}");
                Assert.True(arrived == 1 || status is >= 400 || vector.Line.StartsWith("OPTIONS", StringComparison.Ordinal), $"{vector.Name} at {kind}: {answer}");
                _ = arrived == 1 ? told++ : refused++;
            }
        }

        await canary.AssertUntouchedAsync(Cancellation);
        Assert.InRange(AddressVectors.All.Select(vector => vector.Name).Distinct().Count(), 60, int.MaxValue);
        Assert.True(told > 0 && refused > 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{AddressVectors.All.Count} vectors, {told + refused} requests: {told} reached an engine as text, {refused} were refused.");
        foreach (var engine in engines.Values)
        {
            await engine.DisposeAsync();
        }
    }

    private static Task AnswerAsync(ScriptedExchange exchange) => exchange.Request.Path.Contains("embeddings", StringComparison.Ordinal)
        ? exchange.WriteAnswerAsync(200, "application/json", """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"x","usage":{"prompt_tokens":1,"total_tokens":1}}""")
        : Script.Answers("ok")(exchange);

    private static string AddressOf(ReceivedRequest request) => $"{request.Method} {request.Path} {request.Header("Host")}";
}
