using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>One request that takes time or goes wrong: what the stream and the collected answer have in common.</summary>
internal sealed class SlowExchange(HttpContext http, SimulatedAnswer answer, Settlement settlement, StreamPacer pacer)
{
    // Small enough to cut through every event and every UTF-8 sequence.
    private const int DripBytes = 5;

    private static readonly byte[] HtmlPage = "<!doctype html><title>Simulated</title><p>This is not an answer."u8.ToArray();

    public SimulatedAnswer Answer => answer;

    public Settlement Settlement => settlement;

    public StreamPacer Pacer => pacer;

    public HttpContext Http => http;

    public SimulatorFault? Fault { get; init; }

    public required ISimulatorDialect Dialect { get; init; }

    /// <summary>Plays the faults that come before any content; true if that was all.</summary>
    public async Task<bool> FailsBeforeAnswerAsync()
    {
        switch (Fault?.Kind)
        {
            case SimulatorFaultKind.Status:
                settlement.Fail(0);
                await Reply.ErrorAsync(http, SimulatorError.Of(Fault));
                return true;
            case SimulatorFaultKind.HangBeforeHeaders:
                await pacer.HangAsync();
                settlement.Fail(0);
                return true;
            case SimulatorFaultKind.WrongContentType:
                settlement.Fail(0);
                await Reply.WholeAsync(http, 200, "text/html; charset=utf-8", HtmlPage);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Sends and empties <paramref name="output"/>; false once the client has left.</summary>
    public async ValueTask<bool> SendAsync(PooledBytes output)
    {
        if (Fault is not { Kind: SimulatorFaultKind.SlowDrip })
        {
            var flushed = await http.Response.BodyWriter.WriteAsync(output.WrittenMemory);
            output.Clear();
            return !flushed.IsCompleted && !http.RequestAborted.IsCancellationRequested;
        }

        for (var sent = 0; sent < output.Length; sent += DripBytes)
        {
            var piece = output.WrittenMemory.Slice(sent, Math.Min(DripBytes, output.Length - sent));
            await http.Response.BodyWriter.WriteAsync(piece);
            if (!await pacer.WaitUntilAsync(pacer.Elapsed + TimeSpan.FromMilliseconds(Fault.Amount)))
            {
                return false;
            }
        }

        output.Clear();
        return true;
    }

    /// <summary>The last bytes of a good answer: counted first, then handed over.</summary>
    public async ValueTask FinishAsync(PooledBytes output)
    {
        if (Fault is { Kind: SimulatorFaultKind.SlowDrip })
        {
            var head = output.Length - 1;
            using var last = new PooledBytes(16);
            last.Append(output.Written[head..]);
            output.Truncate(head);
            if (!await SendAsync(output))
            {
                settlement.Cancel(answer.CompletionTokens);
                return;
            }

            output.Append(last.Written);
        }

        settlement.Answer(answer.Call.PromptTokens, answer.CompletionTokens, answer.Call.Images);
        await Reply.EndAsync(http, output.WrittenMemory);
    }

    /// <summary>Drops the connection with a reset, as a process that was killed does.</summary>
    public void Reset()
    {
        if (http.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            connection.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
        }

        http.Abort();
    }
}
