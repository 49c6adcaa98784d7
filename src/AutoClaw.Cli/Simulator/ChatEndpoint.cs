using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>A request for an answer, in any dialect: reads, decides, and hands over to the stream or the collected answer.</summary>
internal sealed class ChatEndpoint(SimulatorServerOptions options)
{
    private readonly ChatDialect _chat = new(options);

    /// <param name="http">The exchange.</param>
    /// <param name="settlement">Counts how it ended.</param>
    /// <param name="fault">How it goes wrong, unless the prompt says otherwise.</param>
    public async Task AnswerAsync(HttpContext http, Settlement settlement, SimulatorFault? fault)
    {
        ISimulatorDialect dialect = http.Request.Path.Value == SimulatorApplication.ChatPath ? _chat : new WireDialect(http.Request, options);
        SimulatedAnswer answer;
        using (var body = await RequestBody.ReadAsync(http))
        {
            var (call, error) = dialect.Read(http.Request, body.Memory, options.FaultMarkers, out var chat);
            if (call is null)
            {
                settlement.Reject();
                await Reply.ErrorAsync(http, error!);
                return;
            }

            fault = call.Fault ?? fault;
            var huge = fault is { Kind: SimulatorFaultKind.HugeLine } ? fault.Amount : 0;
            answer = SimulatedAnswer.Make(call, chat.Span, options, settlement.Number, huge);
        }

        var paced = options.Ttft > TimeSpan.Zero || options.TokensPerSecond > 0;
        if (fault is null && !paced)
        {
            await AnswerAtOnceAsync(http, dialect, answer, settlement);
            return;
        }

        using var pacer = new StreamPacer(options.Time, http.RequestAborted);
        var exchange = new SlowExchange(http, answer, settlement, pacer) { Fault = fault, Dialect = dialect };
        if (await exchange.FailsBeforeAnswerAsync())
        {
            return;
        }

        await (answer.Call.Stream
            ? new SlowChatStream(exchange, options).SendAsync()
            : new SlowChatCompletion(exchange, options).SendAsync());
    }

    private static async Task AnswerAtOnceAsync(HttpContext http, ISimulatorDialect dialect, SimulatedAnswer answer, Settlement settlement)
    {
        if (!answer.Call.Stream)
        {
            using var body = new PooledBytes();
            dialect.WriteWhole(body, answer, null);
            settlement.Answer(answer.Call.PromptTokens, answer.CompletionTokens, answer.Call.Images);
            await Reply.WholeAsync(http, 200, Reply.Json, body.WrittenMemory);
            return;
        }

        using var events = dialect.NewEvents(answer, null);
        events.WriteHead();
        while (events.WriteTokens())
        {
        }

        events.WriteEnd();
        settlement.Answer(answer.Call.PromptTokens, answer.CompletionTokens, answer.Call.Images);

        Reply.Begin(http, 200, dialect.StreamType);
        await Reply.EndAsync(http, events.Output.WrittenMemory);
    }
}
