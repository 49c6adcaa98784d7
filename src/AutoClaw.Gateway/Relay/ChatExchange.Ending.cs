using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Relay;

/// <summary>How a call ends: settled once, then told to the client.</summary>
internal sealed partial class ChatExchange
{
    // Settles, then says the last word to the client.
    private async Task<bool> EndAsync(EngineCall call, AttemptOutcome outcome)
    {
        var (engine, attempt, answer) = (call.Engine, call.Attempt, call.Answer);
        var isLast = outcome is AttemptOutcome.Completed or AttemptOutcome.Cancelled
            || (outcome == AttemptOutcome.Truncated && envelope.Stream && (answer is null || !Holds(answer)));
        if (isLast && _verify is not null)
        {
            await _verify.SettleHeldAsync(AttemptOutcome.Superseded).ConfigureAwait(false);
        }

        await SettleAsync(call, outcome).ConfigureAwait(false);
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
                await answer!.FreeConnectionAsync(call.Deadline).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Completed:
                await _client.WriteCollectedAsync(engine, attempt, answer!).ConfigureAwait(false);
                await answer!.FreeConnectionAsync(call.Deadline).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Cancelled:
                return true;
            case AttemptOutcome.Truncated when isLast:
                throw await _client.BreakOffAsync(engine, attempt, answer!, call.Failure!).ConfigureAwait(false);
            default:
                // The client has seen nothing; another engine may still give it a whole answer.
                return false;
        }
    }

    // The call is over, whoever answers the client.
    private async ValueTask SettleAsync(EngineCall call, AttemptOutcome outcome)
    {
        Fill(call, outcome);
        _budget.Leave(call.Attempt.Cost);
        if (outcome == AttemptOutcome.Completed)
        {
            // The engine has done its part: its next call need not wait for our client.
            call.LeaveGate(completed: true);
        }

        call.IsSettled = true;
        await services.Ledger.SettleAsync(call.Attempt).ConfigureAwait(false);
        await ForgetReservationAsync(call).ConfigureAwait(false);
        services.Metrics.Record(call.Attempt);
        if (outcome is AttemptOutcome.Failed or AttemptOutcome.Truncated)
        {
            services.Log.EngineFailed(scope.RequestId, call.Engine.Id, call.Failure!.Code, call.Failure.Logged);
        }
    }

    private void Fill(EngineCall call, AttemptOutcome outcome)
    {
        var (engine, attempt, answer) = (call.Engine, call.Attempt, call.Answer);
        attempt.Outcome = outcome == AttemptOutcome.Failed && call.Failure is { MayTryNext: false, IsNoVerdict: false } ? AttemptOutcome.Rejected : outcome;
        attempt.EngineStatus ??= call.Failure?.EngineStatus;
        attempt.ErrorCode = outcome switch
        {
            AttemptOutcome.Completed or AttemptOutcome.Superseded => null,
            AttemptOutcome.Cancelled => "client_closed",
            _ => call.Failure!.Code,
        };
        attempt.FinishReason = answer?.FinishReason;
        attempt.Timings = answer?.Timings ?? default;
        attempt.Verdict ??= answer?.Transcript is null ? null : _verify!.Committed;

        // Ends before it is done: an engine is never busy for longer than the request took.
        attempt.BusyMicros = call.EndBusy();
        attempt.DoneMicros = scope.Micros;
        scope.Price(attempt, engine, EngineFaults.UsageOf(envelope, answer, outcome == AttemptOutcome.Failed ? call.Failure : null));
        if (outcome == AttemptOutcome.Completed)
        {
            engine.Pace.Add(attempt);
        }

        // One that was stopped could not show what it can do.
        if (outcome is not (AttemptOutcome.Cancelled or AttemptOutcome.Superseded))
        {
            EngineVerdict.Note(engine, outcome == AttemptOutcome.Completed ? null : call.Failure, services.Log);
        }
    }

    // The engine has been asked while the reservation was being written: what it took is owed to the ledger, once it can be written.
    private async ValueTask OweAsync(EngineCall? call, LedgerException error)
    {
        if (call is not { IsSent: true, IsSettled: false, IsHeld: false })
        {
            return;
        }

        // Stopped by us, which says nothing of the engine.
        Fill(call, AttemptOutcome.Cancelled);
        (call.Attempt.Outcome, call.Attempt.ErrorCode, call.IsSettled) = (AttemptOutcome.Failed, error.Code, true);
        try
        {
            await services.Ledger.SettleAsync(call.Attempt).ConfigureAwait(false);
        }
        catch (LedgerException)
        {
            // It waits in memory.
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

    // The client left while it waited for the engine that was to answer instead: what the first one did is an entry all the same.
    private async ValueTask LeaveHeldAsync()
    {
        if (_verify?.Held is null)
        {
            return;
        }

        try
        {
            await _verify.SettleHeldAsync(AttemptOutcome.Superseded).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            await LedgerFailedAsync(error).ConfigureAwait(false);
        }
    }

    // Settled before, or with, its reservation: whether that was written no longer matters.
    private static async ValueTask ForgetReservationAsync(EngineCall call)
    {
        try
        {
            await call.ReservedAsync().ConfigureAwait(false);
        }
        catch (LedgerException)
        {
            // The entry itself is there.
        }
    }
}
