using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Answers one chat request that has been read, scanned and decided: calls engines in the decision's order until one has content,
/// then relays that one to its end. Every call is reserved before the client sees a byte and settled before it sees the end.
/// </summary>
internal sealed partial class ChatExchange(RequestScope scope, ChatEnvelope envelope, RelayServices services) : IDisposable
{
    // More than this is not held back to save a packet: it is there for each client that reads slowly.
    private const int ForwardBytes = 4 * 1024;

    // The client's going away must reach the engine at once, wherever we are waiting.
    private readonly EngineDeadline _deadline = new(services.Time, (scope.Patience, scope.Started), scope.Context.RequestAborted, services.Drain.Over);
    private readonly ChatAnswer _client = new(scope);
    private readonly BudgetGate _budget = new(scope);

    // Null for nearly every request: its answer goes out as it comes.
    private readonly VerifyAfter? _verify = VerifyAfter.Create(scope, envelope, services);
    private EngineFailure? _failure;
    private EngineClient? _last;

    // Bit i: engine i of the decision's order may still be asked in this round.
    private ulong _left;

    // What an answer costs is not known before it is there.
    private Usage Expected => new(
        envelope.EstimatedInputTokens, 0, (envelope.MaxOutputTokens ?? RoutePrices.AssumedOutputTokens) * envelope.Choices, 0, Estimated: true);

    public async Task RunAsync()
    {
        for (var among = ulong.MaxValue; among != 0; among = await WorthARetryAsync().ConfigureAwait(false))
        {
            if (await TryAllAsync(among).ConfigureAwait(false))
            {
                await LeaveHeldAsync().ConfigureAwait(false);
                return;
            }
        }

        if (_verify?.Held is { } held)
        {
            await ServeHeldAsync(held).ConfigureAwait(false);
            return;
        }

        scope.Leave();
        if (!_deadline.ClientLeft)
        {
            await (_last is null ? _budget.RefuseAsync() : _client.FailAsync(_last, scope.Privacy.Explain(_failure!))).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _verify?.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Tries those of the decision's engines whose bit is set, in its order, a pool's by their load; true if the client has been answered or has left.</summary>
    /// <param name="among">Whose bits are set.</param>
    /// <param name="mayPostpone">Engines that failed lately are left for later.</param>
    private async Task<bool> TryEnginesAsync(ulong among, bool mayPostpone)
    {
        _left = among;
        while (EnginePool.Next(scope.Snapshot, scope.Decision, _left, scope.Pool) is var i and >= 0)
        {
            _left &= ~(1UL << i);
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            if (_verify is { Escalated: true } && engine.Place == Place.Local)
            {
                continue;
            }

            var transcript = _verify?.Transcript(engine);
            var request = EngineRequest.Create(scope, envelope, engine, transcript is { AsksLogprobs: true });
            if (request.Refusal(engine, scope) is { } refusal)
            {
                (_last, _failure) = (engine, refusal);
                continue;
            }

            if (mayPostpone && !engine.Breaker.TryEnter())
            {
                _postponed |= 1UL << i;
                continue;
            }

            if (!_retries.Counts(engine))
            {
                continue;
            }

            _deadline.Renew();
            _deadline.Disarm();
            var entry = await GateEntrance.EnterAsync(scope, engine, envelope, services, _deadline.Token).ConfigureAwait(false);
            if (!entry.IsIn)
            {
                if (_deadline.ClientLeft)
                {
                    return true;
                }

                // Not called, so there is no attempt.
                (_last, _failure) = (engine, entry.Refusal ?? EngineFaults.Ended(engine, _deadline) ?? EngineFailure.Stopping(engine.Id));
                if (_failure.MayTryNext)
                {
                    continue;
                }

                break;
            }

            if (!_budget.TryEnter(engine, engine.Options.Model, Expected, envelope.MaxOutputTokens is not null))
            {
                GateEntry.Leave(ref entry, completed: false);
                scope.Decision = scope.Decision.Without(Place.Cloud, DecisionReason.BudgetExhausted);
                continue;
            }

            if (await TryEngineAsync(Open(engine, i, request, transcript, entry, _deadline)).ConfigureAwait(false))
            {
                return true;
            }

            if (_failure is { MayTryNext: false })
            {
                break;
            }
        }

        return false;
    }

    /// <summary>
    /// True if the client has been answered or has left; false leaves the reason in <see cref="_failure"/>, or a whole answer that did not
    /// pass its checks with <see cref="_verify"/>.
    /// </summary>
    private async Task<bool> TryEngineAsync(EngineCall first)
    {
        var call = first;
        try
        {
            AttemptOutcome? outcome = null;
            if (HedgeAfter(first) is { } after)
            {
                (call, outcome) = await RaceAsync(first, after).ConfigureAwait(false);
            }

            outcome ??= await AnswerAsync(call, toContent: false).ConfigureAwait(false);
            if (_loser is { } loser)
            {
                // Settled before the client sees the end.
                await loser.ConfigureAwait(false);
            }

            Note(call);
            return !call.IsHeld && await EndAsync(call, outcome!.Value).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            // The client, who waits, and the engine, which works, before the ledger.
            await LoserIsOverAsync().ConfigureAwait(false);
            first.Dispose();
            _hedge?.Dispose();
            try
            {
                return await LedgerFailedAsync(error).ConfigureAwait(false);
            }
            finally
            {
                await OweAsync(first, error).ConfigureAwait(false);
                await OweAsync(_hedge, error).ConfigureAwait(false);
            }
        }
        finally
        {
            _budget.Leave(call.Attempt.Cost);
            await EndHedgeAsync().ConfigureAwait(false);
            first.Dispose();
        }
    }

    private void Note(EngineCall call)
    {
        (_last, _failure) = (call.Engine, call.Failure);
        if (_retries.Note(call.Engine, call.Index, call.Failure))
        {
            _left |= 1UL << call.Index;
        }
    }

    private async Task ServeHeldAsync(HeldAnswer held)
    {
        try
        {
            _verify!.FallBack();
            await _verify.SettleHeldAsync(AttemptOutcome.Completed).ConfigureAwait(false);
            scope.AnsweredBy(held.Engine, held.Answer.OpaqueState, services);
            scope.Leave();
            await (envelope.Stream
                ? _client.EndStreamAsync(held.Engine, held.Attempt, held.Answer)
                : _client.WriteCollectedAsync(held.Engine, held.Attempt, held.Answer)).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            await LedgerFailedAsync(error).ConfigureAwait(false);
        }
        finally
        {
            held.Answer.Dispose();
        }
    }
}
