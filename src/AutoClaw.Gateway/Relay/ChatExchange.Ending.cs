using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Relay;

/// <summary>How a call ends: settled once, then told to the client.</summary>
internal sealed partial class ChatExchange
{
    // Settles, then says the last word to the client.
    private async Task<bool> EndAsync(EngineClient engine, Attempt attempt, AnswerReader? answer, AttemptOutcome outcome)
    {
        var isLast = outcome is AttemptOutcome.Completed or AttemptOutcome.Cancelled
            || (outcome == AttemptOutcome.Truncated && envelope.Stream && (answer is null || !Holds(answer)));
        Fill(engine, attempt, answer, outcome);
        _budget.Leave(attempt.Cost);
        if (outcome == AttemptOutcome.Completed)
        {
            // The engine has done its part: its next call need not wait for our client.
            GateEntry.Leave(ref _entry, completed: true);
        }

        if (isLast && _verify is not null)
        {
            await _verify.SettleHeldAsync(AttemptOutcome.Superseded).ConfigureAwait(false);
        }

        await services.Ledger.SettleAsync(attempt).ConfigureAwait(false);
        await ForgetReservationAsync().ConfigureAwait(false);
        services.Metrics.Record(attempt);
        if (outcome == AttemptOutcome.Completed)
        {
            // Before the client has the end: its next message may be quick.
            scope.AnsweredBy(engine, answer!.OpaqueState, services);
        }

        if (isLast)
        {
            scope.Leave();
        }

        switch (outcome)
        {
            case AttemptOutcome.Completed when envelope.Stream:
                await _client.EndStreamAsync(engine, attempt, answer!).ConfigureAwait(false);
                await answer!.FreeConnectionAsync(_deadline).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Completed:
                await _client.WriteCollectedAsync(engine, attempt, answer!).ConfigureAwait(false);
                await answer!.FreeConnectionAsync(_deadline).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Cancelled:
                return true;
            case AttemptOutcome.Truncated when isLast:
                services.Log.EngineFailed(scope.RequestId, engine.Id, _failure!.Code, _failure.Logged);
                throw await _client.BreakOffAsync(engine, attempt, answer!, _failure).ConfigureAwait(false);
            case AttemptOutcome.Truncated:
                // The client has seen nothing; another engine may still give it a whole answer.
                return false;
            default:
                services.Log.EngineFailed(scope.RequestId, engine.Id, _failure!.Code, _failure.Logged);
                return false;
        }
    }

    private void Fill(EngineClient engine, Attempt attempt, AnswerReader? answer, AttemptOutcome outcome)
    {
        attempt.Outcome = outcome == AttemptOutcome.Failed && _failure is { MayTryNext: false, IsNoVerdict: false } ? AttemptOutcome.Rejected : outcome;
        attempt.EngineStatus ??= _failure?.EngineStatus;
        attempt.ErrorCode = outcome switch
        {
            AttemptOutcome.Completed => null,
            AttemptOutcome.Cancelled => "client_closed",
            _ => _failure!.Code,
        };
        attempt.FinishReason = answer?.FinishReason;
        attempt.Timings = answer?.Timings ?? default;
        attempt.Verdict ??= answer?.Transcript is null ? null : _verify!.Committed;

        // Ends before it is done: an engine is never busy for longer than the request took.
        attempt.BusyMicros = _busy?.End();
        attempt.DoneMicros = scope.Micros;
        scope.Price(attempt, engine, EngineFaults.UsageOf(envelope, answer, outcome == AttemptOutcome.Failed ? _failure : null));
        if (outcome == AttemptOutcome.Completed)
        {
            engine.Pace.Add(attempt);
        }

        if (outcome != AttemptOutcome.Cancelled)
        {
            EngineVerdict.Note(engine, outcome == AttemptOutcome.Completed ? null : _failure, services.Log);
        }
    }

    private async Task<bool> LedgerFailedAsync(LedgerException error)
    {
        services.Log.LedgerFailed(scope.RequestId, error);
        scope.Leave();
        if (!_deadline.ClientLeft)
        {
            await _client.FailAsync(error).ConfigureAwait(false);
        }

        return true;
    }

    // Settled before, or with, its reservation: whether that was written no longer matters.
    private async ValueTask ForgetReservationAsync()
    {
        try
        {
            await ReservedAsync().ConfigureAwait(false);
        }
        catch (LedgerException)
        {
            // The entry itself is there.
        }
    }

    // A value task may be awaited once only.
    private ValueTask ReservedAsync()
    {
        var reservation = _reservation ?? ValueTask.CompletedTask;
        _reservation = null;
        return reservation;
    }
}
