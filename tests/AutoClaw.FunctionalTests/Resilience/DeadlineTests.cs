using System.Net;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Queue;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;

namespace AutoClaw.FunctionalTests.Resilience;

/// <summary>Requests whose clients say how long they wait.</summary>
public sealed class DeadlineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("x-request-timeout", "0.2", false)]
    [InlineData("x-request-timeout", "200ms", true)]
    [InlineData("x-request-timeout", "0.2s", false)]
    [InlineData("x-stainless-timeout", "0.2", false)]
    [InlineData("x-stainless-timeout", "0.2", true)]
    public async Task Chat_EngineIsSilentForLonger_ClientIsToldInTimeAndNobodyElseIsAsked(string header, string limit, bool stream)
    {
        await using var engine = ScriptedEngine.Start(Script.HangsBeforeContent);
        await using var other = ScriptedEngine.Start(Script.Answers("late"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine), TestEngine.Cloud(other));
        var answer = await gateway.PostChatAsync(Occupied.Ask(GatewayUnderTest.LocalFirst, stream), (header, limit));
        Assert.Equal((HttpStatusCode.GatewayTimeout, "deadline_exceeded"), (answer.Status, answer.ErrorCode));
        Assert.Contains("0.2 s", (string?)answer.Error["message"], StringComparison.Ordinal);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Failed, "deadline_exceeded"), (row.Outcome, row.ErrorCode));
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Chat_WholeLimitPassesWithinAStream_EndsInAnError()
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var request = gateway.ChatRequest(Occupied.Ask(TestEngine.LocalId, stream: true));
        request.Headers.Add("x-request-timeout", "500ms");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var text = await ReadAsync(response);
        Assert.Contains("one", text, StringComparison.Ordinal);
        Assert.Contains("deadline_exceeded", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Equal((AttemptOutcome.Truncated, "deadline_exceeded"), (Assert.Single(gateway.Ledger()).Outcome, gateway.Ledger()[0].ErrorCode));
    }

    // What an SDK says is how long it waits for the next bytes.
    [Fact]
    public async Task Chat_SdkLimitPassesWithinAStreamThatGoesOn_IsNoLimit()
    {
        var go = new TaskCompletionSource();
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("one"));
            await go.Task.WaitAsync(Cancellation);
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var request = gateway.ChatRequest(Occupied.Ask(TestEngine.LocalId, stream: true));
        request.Headers.Add("x-stainless-timeout", "1");
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var began = TimeProvider.System.GetTimestamp();
        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50)))
        {
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(1.3) && await tick.WaitForNextTickAsync(Cancellation))
            {
                // The limit passes.
            }
        }

        go.SetResult();
        Assert.Contains("[DONE]", await ReadAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_WaitsInTheQueueForLonger_IsToldAndNeverSent()
    {
        await using var engine = ScriptedEngine.Start(Occupied.Scripts);
        await using var gateway = await GatewayUnderTest.StartAsync(Occupied.OneSlot(engine));
        await using (await Occupied.StartAsync(gateway, engine))
        {
            using var http = new HttpClient();
            var answer = await Occupied.SendAsync(gateway, http, Occupied.Ask(TestEngine.LocalId), ("x-request-timeout", "0.2"));
            Assert.Equal((HttpStatusCode.GatewayTimeout, "deadline_exceeded"), (answer.Status, answer.ErrorCode));
            Assert.Equal(2, engine.Requests.Items.Count);
        }
    }

    [Theory]
    [InlineData("soon", 400)]
    [InlineData("-1", 400)]
    [InlineData("0", 400)]
    [InlineData("1e9", 400)]
    [InlineData("90000", 400)]
    [InlineData("60", 200)]
    public async Task Chat_Header_IsUnderstoodOrRefusedByName(string value, int status)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("yes"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await gateway.PostChatAsync(Occupied.Ask(TestEngine.LocalId), ("x-request-timeout", value), ("x-stainless-timeout", "NOT_GIVEN"));
        Assert.Equal(status, (int)answer.Status);
        if (status == 400)
        {
            Assert.Equal(("invalid_timeout", "x-request-timeout"), (answer.ErrorCode, (string?)answer.Error["param"]));
        }
    }

    [Theory]
    [InlineData("chat", "[DONE]")]
    [InlineData("responses", "response.completed")]
    [InlineData("anthropic", "message_stop")]
    [InlineData("gemini", "\"STOP\"")]
    public async Task Stop_StreamDoesNotEndInTime_ClientHearsOfItAndTheLedgerHasIt(string client, string marker)
    {
        await using var engine = ScriptedEngine.Start(Script.HangsAfter("one"));
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Limits = options.Limits with { Drain = TimeSpan.FromMilliseconds(200) } }, TestEngine.Local(engine));
        using var request = new WireClient(client).ToMessage(gateway, TestEngine.LocalId);
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var stopped = gateway.StopAsync();
        var text = await ReadAsync(response);
        await stopped;

        Assert.Contains("The gateway is being stopped", text, StringComparison.Ordinal);
        Assert.DoesNotContain(marker, text, StringComparison.Ordinal);
        var row = Assert.Single(gateway.Ledger());
        Assert.Equal((AttemptOutcome.Truncated, "gateway_stopping"), (row.Outcome, row.ErrorCode));
    }

    [Fact]
    public async Task Stop_AnswersUnderWay_EndByThemselvesInTheirTime()
    {
        var go = new TaskCompletionSource();
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            await exchange.WriteEventAsync(Script.Content("one"));
            await go.Task.WaitAsync(Cancellation);
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var request = gateway.ChatRequest(Occupied.Ask(TestEngine.LocalId, stream: true));
        using var response = await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var stopped = gateway.StopAsync();

        // Nobody new is let in meanwhile.
        using var http = new HttpClient();
        await Fixtures.Eventually.TrueAsync(async () =>
        {
            try
            {
                using var ready = await http.GetAsync(new Uri(gateway.BaseUrl, "/readyz"), Cancellation);
                return !ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
        go.SetResult();
        Assert.Contains("[DONE]", await ReadAsync(response), StringComparison.Ordinal);
        await stopped;
        Assert.Equal(AttemptOutcome.Completed, Assert.Single(gateway.Ledger()).Outcome);
    }

    // As far as it comes: an answer that is broken off ends with its connection.
    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        var text = new StringBuilder();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        try
        {
            while (await reader.ReadLineAsync(Cancellation) is { } line)
            {
                text.AppendLine(line);
            }
        }
        catch (IOException)
        {
            // Broken off.
        }

        return text.ToString();
    }
}
