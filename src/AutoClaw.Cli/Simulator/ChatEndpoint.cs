using System.Text;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary><c>POST /v1/chat/completions</c>: reads, decides, and hands over to the stream or the collected answer.</summary>
internal sealed class ChatEndpoint(SimulatorServerOptions options)
{
    private readonly byte[] _model = Encoding.UTF8.GetBytes(options.Model);

    /// <param name="http">The exchange.</param>
    /// <param name="settlement">Counts how it ended.</param>
    /// <param name="fault">How it goes wrong, unless the prompt says otherwise.</param>
    public async Task AnswerAsync(HttpContext http, Settlement settlement, SimulatorFault? fault)
    {
        SimulatedAnswer answer;
        using (var body = await RequestBody.ReadAsync(http))
        {
            var (call, error) = ChatCallReader.Read(body.Span, options.FaultMarkers);
            if (call is null)
            {
                settlement.Reject();
                await Reply.ErrorAsync(http, error!);
                return;
            }

            fault = call.Fault ?? fault;
            var huge = fault is { Kind: SimulatorFaultKind.HugeLine } ? fault.Amount : 0;
            answer = SimulatedAnswer.Make(call, body.Span, options, settlement.Number, huge);
        }

        var paced = options.Ttft > TimeSpan.Zero || options.TokensPerSecond > 0;
        if (fault is null && !paced)
        {
            await AnswerAtOnceAsync(http, answer, settlement);
            return;
        }

        using var pacer = new StreamPacer(options.Time, http.RequestAborted);
        var exchange = new SlowExchange(http, answer, settlement, pacer) { Fault = fault };
        if (await exchange.FailsBeforeAnswerAsync())
        {
            return;
        }

        await (answer.Call.Stream
            ? new SlowChatStream(exchange, options, _model).SendAsync()
            : new SlowChatCompletion(exchange, options, _model).SendAsync());
    }

    private async Task AnswerAtOnceAsync(HttpContext http, SimulatedAnswer answer, Settlement settlement)
    {
        if (!answer.Call.Stream)
        {
            using var body = new PooledBytes();
            ChatCompletionWriter.Write(body, answer, _model, true);
            settlement.Answer(answer.Call.PromptTokens, answer.CompletionTokens, answer.Call.Images);
            await Reply.WholeAsync(http, 200, Reply.Json, body.WrittenMemory);
            return;
        }

        using var chunks = new ChatChunkWriter(answer, _model, false);
        chunks.WriteRoles();
        while (chunks.WriteTokens())
        {
        }

        chunks.WriteFinish();
        if (answer.Call.IncludeUsage)
        {
            chunks.WriteUsage();
        }

        chunks.WriteDone();
        settlement.Answer(answer.Call.PromptTokens, answer.CompletionTokens, answer.Call.Images);

        Reply.Begin(http, 200, SlowChatStream.ContentType);
        await Reply.EndAsync(http, chunks.Output.WrittenMemory);
    }
}
