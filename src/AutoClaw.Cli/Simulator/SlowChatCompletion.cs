namespace AutoClaw.Cli.Simulator;

/// <summary>A collected answer that comes when its last token is due, or that breaks on purpose.</summary>
internal sealed class SlowChatCompletion(SlowExchange exchange, SimulatorServerOptions options)
{
    public async Task SendAsync()
    {
        if (exchange.Fault is { Kind: SimulatorFaultKind.HangBeforeFirstToken })
        {
            await exchange.Pacer.HangAsync();
            exchange.Settlement.Fail(0);
            return;
        }

        var schedule = new TokenSchedule(options, exchange.Answer.Call.Hash);
        var due = schedule.Next();
        for (var token = 1; token < exchange.Answer.Choices[0].Tokens; token++)
        {
            due = schedule.Next();
        }

        if (!await exchange.Pacer.WaitUntilAsync(due))
        {
            exchange.Settlement.Cancel(0);
            return;
        }

        using var body = new PooledBytes();
        exchange.Dialect.WriteWhole(body, exchange.Answer, exchange.Fault);
        await SendAsync(body);
    }

    private async Task SendAsync(PooledBytes body)
    {
        Reply.Begin(exchange.Http, 200, Reply.Json);
        switch (exchange.Fault?.Kind)
        {
            case SimulatorFaultKind.DieMidStream:
                exchange.Http.Response.ContentLength = body.Length;
                body.Truncate(body.Length / 2);
                await exchange.SendAsync(body);
                exchange.Settlement.Fail(0);
                exchange.Reset();
                break;
            case SimulatorFaultKind.EarlyEof:
            case SimulatorFaultKind.MalformedJson:
                exchange.Settlement.Fail(0);
                body.Truncate(body.Length / 2);
                await exchange.SendAsync(body);
                break;
            case SimulatorFaultKind.ErrorEventMidStream:
                exchange.Settlement.Fail(0);
                body.Clear();
                SimulatorError.MidAnswer.WriteTo(body, exchange.Http.Request);
                await exchange.SendAsync(body);
                break;
            default:
                exchange.Http.Response.ContentLength = body.Length;
                await exchange.FinishAsync(body);
                break;
        }
    }
}
