using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using AutoClaw.Core.Model;
using AutoClaw.Core.Verify;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Relay;

/// <summary>Asks an engine something about a client's request: what another one has answered already, or what is in it. An attempt of its own in the ledger; the client sees nothing of it.</summary>
/// <param name="scope">The client's request.</param>
/// <param name="envelope">What is asked: the same, for a second answer.</param>
/// <param name="services">The ledger and the clock.</param>
/// <param name="stop">Ends the call: the client has left, or may not be kept waiting longer.</param>
internal sealed class CheckCall(RequestScope scope, ChatEnvelope envelope, RelayServices services, CancellationToken stop)
{
    public AttemptRole Role { get; init; } = AttemptRole.Check;

    /// <summary>Null: it failed or was stopped, and the ledger says which; or the engine was too busy to be asked, which the log says.</summary>
    /// <exception cref="Ledger.LedgerException">It cannot be recorded.</exception>
    public async Task<CheckedAnswer?> RunAsync(EngineClient engine, Usage expected)
    {
        var entry = await EngineAdmission.EnterAsync(engine, scope.Caller, services.Time, stop).ConfigureAwait(false);
        if (!entry.IsIn)
        {
            services.Log.CheckFailed(scope.RequestId, engine.Id, entry.Refusal?.Code ?? "hold_ended");
            return null;
        }

        CheckedAnswer? checkedAnswer = null;
        try
        {
            return checkedAnswer = await CallAsync(engine, expected, engine.Options.FirstContentTimeout - entry.Waited).ConfigureAwait(false);
        }
        finally
        {
            GateEntry.Leave(ref entry, checkedAnswer is not null);
        }
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, below: the engine works in between.")]
    private async Task<CheckedAnswer?> CallAsync(EngineClient engine, Usage expected, TimeSpan patience)
    {
        var reserved = scope.NewAttempt(engine, "chat", engine.Options.Model, envelope.Stream, expected, Role);
        var reservation = services.Ledger.ReserveAsync(reserved);
        var attempt = reserved.ToSettle();
        using var deadline = new EngineDeadline(services.Time, stop);
        using var busy = engine.Enter();
        HttpResponseMessage? response = null;
        AnswerReader? answer = null;
        EngineFailure? failure = null;
        try
        {
            try
            {
                deadline.Arm(patience);
                response = await engine.SendChatAsync(EngineRequest.Create(scope, envelope, engine).Body, attempt, deadline.Token).ConfigureAwait(false);
                attempt.FirstByteMicros = scope.Micros;
                failure = await EngineFaults.OfHeadAsync(engine, response, deadline.Token).ConfigureAwait(false);
                if (failure is null)
                {
                    attempt.EngineStatus = (int)response.StatusCode;
                    var stream = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
                    answer = new AnswerReader(engine, stream, envelope, Whole(engine));
                    failure = await ReadAsync(engine, attempt, answer, deadline).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or SocketException)
            {
                failure = EngineFaults.Of(engine, answer, error, deadline);
            }

            attempt.BusyMicros = busy?.End();
            Fill(engine, attempt, answer, failure);
            await reservation.ConfigureAwait(false);
            await services.Ledger.SettleAsync(attempt).ConfigureAwait(false);
            services.Metrics.Record(attempt);
            if (attempt.Outcome != AttemptOutcome.Completed)
            {
                services.Log.CheckFailed(scope.RequestId, engine.Id, attempt.ErrorCode!);
                return null;
            }

            using var body = PooledBuffer.Rent();
            answer!.WriteCollected(body);
            return CheckedAnswer.Read(body.Memory);
        }
        finally
        {
            answer?.Dispose();
            response?.Dispose();
        }
    }

    // Read as what all checks read, whatever client and engine speak.
    private AnswerForm Whole(EngineClient engine) =>
        new(Collects: true, TranslatedAnswer.CreateWhole(engine, scope));

    private async Task<EngineFailure?> ReadAsync(EngineClient engine, Attempt attempt, AnswerReader answer, EngineDeadline deadline)
    {
        while (answer.Failure is null && !answer.IsComplete)
        {
            answer.Take(await answer.ReceiveAsync(deadline.Token).ConfigureAwait(false));
            if (answer.BroughtContent)
            {
                attempt.LastContentMicros = scope.Micros;
                attempt.FirstContentMicros ??= attempt.LastContentMicros;
            }

            if (answer.HasContent)
            {
                deadline.Arm(engine.Options.IdleTimeout);
            }
        }

        if (answer.Failure is null)
        {
            await answer.FreeConnectionAsync(deadline).ConfigureAwait(false);
        }

        return answer.Failure;
    }

    private void Fill(EngineClient engine, Attempt attempt, AnswerReader? answer, EngineFailure? failure)
    {
        var stopped = failure is not null && stop.IsCancellationRequested;
        attempt.Outcome = failure is null ? AttemptOutcome.Completed
            : stopped ? AttemptOutcome.Cancelled
            : answer?.HasContent == true ? AttemptOutcome.Truncated
            : failure.MayTryNext ? AttemptOutcome.Failed
            : AttemptOutcome.Rejected;
        attempt.EngineStatus ??= failure?.EngineStatus;
        attempt.ErrorCode = !stopped ? failure?.Code : scope.Context.RequestAborted.IsCancellationRequested ? "client_closed" : "hold_ended";
        attempt.FinishReason = answer?.FinishReason;
        attempt.DoneMicros = scope.Micros;
        scope.Price(attempt, engine, EngineFaults.UsageOf(envelope, answer, failure));
    }
}
