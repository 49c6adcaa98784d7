using System.Net.Sockets;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>Clients that read slowly, or send half a request.</summary>
public sealed class SlowClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_ClientThatPauses_SlowsTheEngineDownAndStillGetsAll()
    {
        // More than all socket buffers on the way hold, so that only a pause of the client can hold the engine up.
        const int Pieces = 64;
        var idle = TimeSpan.FromMilliseconds(200);
        var piece = new string('x', 1024 * 1024);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = ScriptedEngine.Start(async exchange =>
        {
            await exchange.WriteHeadAsync();
            for (var i = 0; i < Pieces; i++)
            {
                await exchange.WriteEventAsync(Script.Content(piece));
            }

            written.SetResult();
            await exchange.WriteEventAsync(Script.Finish("stop"));
            await exchange.WriteEventAsync("[DONE]");
            await exchange.EndAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine) with { IdleTimeout = idle });
        await using var answer = await gateway.StreamChatAsync("""{"model":"local","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(Script.Content(piece), await answer.NextAsync());

        // Longer than the engine's limit between two reads: the pause is the client's and must not be held against the engine.
        await Assert.ThrowsAsync<TimeoutException>(() => written.Task.WaitAsync(idle * 4, Cancellation));
        var rest = await answer.RestAsync();
        Assert.Equal(Pieces + 1, rest.Count);
        Assert.All(rest.Take(Pieces - 1), data => Assert.Equal(piece.Length, data.Length - Script.Content("").Length));
        Assert.Equal("[DONE]", rest[^1]);
        Assert.Equal(AttemptOutcome.Completed, Assert.Single(gateway.Ledger()).Outcome);
    }

    [Fact]
    public async Task Chat_ClientLeavesInTheMiddleOfItsBody_ReachesNoEngine()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", gateway.BaseUrl.Port, Cancellation);
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gateway.ApiKey}\r\nContent-Length: 500\r\n\r\n{{\"model\":\"auto\""),
                Cancellation);
        }

        // The next request is served as usual, and stopping waits for whatever the first one left behind.
        await gateway.PostChatAsync("""{"model":"local","messages":[{"role":"user","content":"hi"}]}""");
        var rows = await gateway.StopAndReadLedgerAsync();
        Assert.Single(rows);
        Assert.Single(engine.Requests.Items);
        Assert.Empty(gateway.Log.Items);
    }
}
