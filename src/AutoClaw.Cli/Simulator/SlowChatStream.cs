namespace AutoClaw.Cli.Simulator;

/// <summary>A stream whose tokens keep to a schedule or that breaks off on purpose.</summary>
internal sealed class SlowChatStream(SlowExchange exchange, SimulatorServerOptions options, byte[] model)
{
    public const string ContentType = "text/event-stream; charset=utf-8";

    private readonly SimulatorFault? _fault = exchange.Fault;
    private TokenSchedule _schedule = new(options, exchange.Answer.Call.Hash);

    public async Task SendAsync()
    {
        using var chunks = new ChatChunkWriter(exchange.Answer, model, _fault is { Kind: SimulatorFaultKind.HugeLine });
        if (!await SendTokensAsync(chunks))
        {
            return;
        }

        chunks.WriteFinish();
        if (exchange.Answer.Call.IncludeUsage && _fault is not { Kind: SimulatorFaultKind.DropUsage })
        {
            chunks.WriteUsage();
        }

        chunks.WriteDone();
        await exchange.FinishAsync(chunks.Output);
    }

    // False where the exchange is over before the end of the answer.
    private async Task<bool> SendTokensAsync(ChatChunkWriter chunks)
    {
        var due = _schedule.Next();
        if (!await exchange.Pacer.WaitUntilAsync(due))
        {
            exchange.Settlement.Cancel(0);
            return false;
        }

        Reply.Begin(exchange.Http, 200, ContentType);
        exchange.Http.Response.Headers.CacheControl = "no-cache";
        chunks.WriteRoles();
        if (_fault is { Kind: SimulatorFaultKind.HangBeforeFirstToken })
        {
            await exchange.SendAsync(chunks.Output);
            await exchange.Pacer.HangAsync();
            exchange.Settlement.Fail(0);
            return false;
        }

        while (true)
        {
            if (await BreaksHereAsync(chunks))
            {
                return false;
            }

            if (!chunks.WriteTokens())
            {
                return true;
            }

            // What is already due goes out in the same write: a late timer is caught up with, not carried along.
            due = _schedule.Next();
            if (due <= exchange.Pacer.Elapsed && _fault is null)
            {
                continue;
            }

            if (!await exchange.SendAsync(chunks.Output) || !await exchange.Pacer.WaitUntilAsync(due))
            {
                exchange.Settlement.Cancel(chunks.TokensWritten);
                return false;
            }
        }
    }

    private async ValueTask<bool> BreaksHereAsync(ChatChunkWriter chunks)
    {
        if (_fault is null || chunks.TokensWritten < _fault.Amount)
        {
            return false;
        }

        switch (_fault.Kind)
        {
            case SimulatorFaultKind.DieMidStream:
                await exchange.SendAsync(chunks.Output);
                exchange.Settlement.Fail(chunks.TokensWritten);
                exchange.Reset();
                return true;
            case SimulatorFaultKind.EarlyEof:
                exchange.Settlement.Fail(chunks.TokensWritten);
                await exchange.SendAsync(chunks.Output);
                return true;
            case SimulatorFaultKind.MalformedJson:
                exchange.Settlement.Fail(chunks.TokensWritten);
                chunks.WriteBroken();
                chunks.WriteDone();
                await exchange.SendAsync(chunks.Output);
                return true;
            case SimulatorFaultKind.ErrorEventMidStream:
                exchange.Settlement.Fail(chunks.TokensWritten);
                chunks.WriteError(new SimulatorError(500, "server_error", "Simulated: the engine failed in the middle of its answer.", null, "engine_failed"));
                chunks.WriteDone();
                await exchange.SendAsync(chunks.Output);
                return true;
            default:
                return false;
        }
    }
}
