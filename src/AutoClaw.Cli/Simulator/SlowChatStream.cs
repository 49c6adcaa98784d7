namespace AutoClaw.Cli.Simulator;

/// <summary>A stream whose tokens keep to a schedule or that breaks off on purpose.</summary>
internal sealed class SlowChatStream(SlowExchange exchange, SimulatorServerOptions options)
{
    private readonly SimulatorFault? _fault = exchange.Fault;
    private TokenSchedule _schedule = new(options, exchange.Answer.Call.Hash);

    public async Task SendAsync()
    {
        using var chunks = exchange.Dialect.NewEvents(exchange.Answer, _fault);
        if (!await SendTokensAsync(chunks))
        {
            return;
        }

        chunks.WriteEnd();
        await exchange.FinishAsync(chunks.Output);
    }

    // False where the exchange is over before the end of the answer.
    private async Task<bool> SendTokensAsync(IAnswerEvents chunks)
    {
        var due = _schedule.Next();
        if (!await exchange.Pacer.WaitUntilAsync(due))
        {
            exchange.Settlement.Cancel(0);
            return false;
        }

        Reply.Begin(exchange.Http, 200, exchange.Dialect.StreamType);
        exchange.Http.Response.Headers.CacheControl = "no-cache";
        chunks.WriteHead();
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

    private async ValueTask<bool> BreaksHereAsync(IAnswerEvents chunks)
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
                await exchange.SendAsync(chunks.Output);
                return true;
            case SimulatorFaultKind.ErrorEventMidStream:
                exchange.Settlement.Fail(chunks.TokensWritten);
                chunks.WriteError(SimulatorError.MidAnswer);
                await exchange.SendAsync(chunks.Output);
                return true;
            default:
                return false;
        }
    }
}
