using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
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
    // More than this is not held back to save a packet.
    private const int ForwardBytes = 64 * 1024;

    // The client's going away must reach the engine at once, wherever we are waiting.
    private readonly EngineDeadline _deadline = new(services.Time, (scope.Patience, scope.Started), scope.Context.RequestAborted, services.Drain.Over);
    private readonly ChatAnswer _client = new(scope);
    private readonly BudgetGate _budget = new(scope);

    // Null for nearly every request: its answer goes out as it comes.
    private readonly VerifyAfter? _verify = VerifyAfter.Create(scope, envelope, services);
    private EngineFailure? _failure;
    private EngineClient? _last;
    private ValueTask? _reservation;
    private GateEntry _entry;
    private BusyCall? _busy;

    // What an answer costs is not known before it is there.
    private Usage Expected => new(
        envelope.EstimatedInputTokens, 0, (envelope.MaxOutputTokens ?? RoutePrices.AssumedOutputTokens) * envelope.Choices, 0, Estimated: true);

    public async Task RunAsync()
    {
        for (var among = ulong.MaxValue; among != 0; among = await WorthARetryAsync().ConfigureAwait(false))
        {
            if (await TryAllAsync(among).ConfigureAwait(false))
            {
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
            await (_last is null ? _budget.RefuseAsync() : _client.FailAsync(_last, _failure!)).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        GateEntry.Leave(ref _entry, completed: false);
        _verify?.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Tries those of the decision's engines whose bit is set, in its order, a pool's by their load; true if the client has been answered or has left.</summary>
    /// <param name="among">Whose bits are set.</param>
    /// <param name="mayPostpone">Engines that failed lately are left for later.</param>
    private async Task<bool> TryEnginesAsync(ulong among, bool mayPostpone)
    {
        var left = among;
        while (EnginePool.Next(scope.Snapshot, scope.Decision, left, scope.Pool) is var i and >= 0)
        {
            left &= ~(1UL << i);
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            if (_verify is { Escalated: true } && engine.Place == Place.Local)
            {
                continue;
            }

            var transcript = _verify?.Transcript(engine);
            var request = EngineRequest.Create(envelope, engine, transcript is { AsksLogprobs: true });
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
            _entry = await GateEntrance.EnterAsync(scope, engine, envelope, services, _deadline.Token).ConfigureAwait(false);
            if (!_entry.IsIn)
            {
                if (_deadline.ClientLeft)
                {
                    return true;
                }

                // Not called, so there is no attempt.
                (_last, _failure) = (engine, _entry.Refusal ?? EngineFaults.Ended(engine, _deadline) ?? EngineFailure.Stopping(engine.Id));
                if (_failure.MayTryNext)
                {
                    continue;
                }

                break;
            }

            if (!_budget.TryEnter(engine, engine.Options.Model, Expected, envelope.MaxOutputTokens is not null))
            {
                GateEntry.Leave(ref _entry, completed: false);
                scope.Decision = scope.Decision.Without(Place.Cloud, DecisionReason.BudgetExhausted);
                continue;
            }

            _last = engine;
            if (await TryEngineAsync(engine, request, transcript).ConfigureAwait(false))
            {
                return true;
            }

            if (_failure is { MayTryNext: false })
            {
                break;
            }

            if (_retries.Note(engine, i, _failure))
            {
                left |= 1UL << i;
            }
        }

        return false;
    }

    /// <summary>
    /// True if the client has been answered or has left; false leaves the reason in <see cref="_failure"/>, or a whole answer that did not
    /// pass its checks with <see cref="_verify"/>.
    /// </summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "Kept for one await, in ReservedAsync: the engine works in between.")]
    private async Task<bool> TryEngineAsync(EngineClient engine, EngineRequest request, AnswerTranscript? transcript)
    {
        scope.Dropped = request.Dropped;
        var reserved = scope.NewAttempt(engine, "chat", engine.Options.Model, envelope.Stream, Expected);

        // Not awaited yet: the engine works while the reservation is written, so it costs no visible time.
        _reservation = services.Ledger.ReserveAsync(reserved);
        var attempt = reserved.ToSettle();
        AnswerReader? answer = null;
        HttpResponseMessage? response = null;
        var outcome = AttemptOutcome.Failed;
        _deadline.Renew();
        _busy = engine.Enter();
        try
        {
            try
            {
                _deadline.Arm(engine.Options.FirstContentTimeout - _entry.Waited);
                response = await engine.SendChatAsync(request.Body, _deadline.Token).ConfigureAwait(false);
                attempt.FirstByteMicros = scope.Micros;
                _failure = await EngineFaults.OfHeadAsync(engine, response, _deadline.Token).ConfigureAwait(false);
                if (_failure is null)
                {
                    attempt.EngineStatus = (int)response.StatusCode;
                    var stream = await response.Content.ReadAsStreamAsync(_deadline.Token).ConfigureAwait(false);
                    answer = new AnswerReader(engine, stream, envelope, FormFor(engine, request, transcript));
                    outcome = await RelayAsync(engine, attempt, answer).ConfigureAwait(false);
                    if (outcome == AttemptOutcome.Completed && transcript is not null && !await PassesAsync(engine, attempt, answer).ConfigureAwait(false))
                    {
                        // Held: whoever serves or replaces it disposes of it.
                        answer = null;
                        return false;
                    }
                }
                else if (transcript is { AsksLogprobs: true } && !_failure.IsPolicy)
                {
                    // What it refuses may be what we added.
                    _failure = _failure with { MayTryNext = true };
                }
            }
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or SocketException)
            {
                outcome = Interpret(engine, answer, error);
            }

            return await EndAsync(engine, attempt, answer, outcome).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            return await LedgerFailedAsync(error).ConfigureAwait(false);
        }
        finally
        {
            _busy?.Dispose();
            _budget.Leave(attempt.Cost);
            answer?.Dispose();
            response?.Dispose();
            GateEntry.Leave(ref _entry, completed: false);
        }
    }

    private AnswerForm FormFor(EngineClient engine, in EngineRequest request, AnswerTranscript? transcript)
    {
        var collects = !envelope.Stream;
        return new AnswerForm(collects, TranslatedAnswer.Create(engine, scope, envelope, request.ShowsThoughts), transcript);
    }

    // The engine has done its part, so its connection need not wait for the checks.
    private async ValueTask<bool> PassesAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        await answer.FreeConnectionAsync(_deadline).ConfigureAwait(false);
        GateEntry.Leave(ref _entry, completed: true);
        _busy?.End();
        _deadline.Renew();
        if (await _verify!.PassesAsync(engine, attempt, answer, Expected).ConfigureAwait(false))
        {
            return true;
        }

        await ReservedAsync().ConfigureAwait(false);
        Fill(engine, attempt, answer, AttemptOutcome.Completed);
        _verify.Hold(engine, attempt, answer);
        return false;
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

    private async Task<AttemptOutcome> RelayAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        while (true)
        {
            if (_reservation is { IsCompleted: true })
            {
                // Throws if it could not be written: no more is spent on an answer that can't be given.
                await ReservedAsync().ConfigureAwait(false);
            }

            // Asked before the client is served: if more is there already, both go out in one packet; if not, the engine is awaited anyway.
            var received = Holds(answer)
                ? new ValueTask<int>(await _verify!.ReceiveAsync(answer, _deadline.Token).ConfigureAwait(false))
                : answer.ReceiveAsync(_deadline.Token);
            if (MayForward(answer) && (!received.IsCompleted || answer.Outgoing.Length >= ForwardBytes))
            {
                try
                {
                    await ForwardAsync(engine, attempt, answer).ConfigureAwait(false);
                }
                catch
                {
                    await AbandonAsync(received).ConfigureAwait(false);
                    throw;
                }

                _deadline.Arm(engine.Options.IdleTimeout);
            }

            answer.Take(await received.ConfigureAwait(false));
            if (answer.BroughtContent)
            {
                attempt.LastContentMicros = scope.Micros;
                attempt.FirstContentMicros ??= attempt.LastContentMicros;
            }

            _failure = answer.Failure;
            if (_failure is not null)
            {
                return answer.HasContent ? AttemptOutcome.Truncated : AttemptOutcome.Failed;
            }

            if (answer.IsComplete)
            {
                return AttemptOutcome.Completed;
            }

            if (answer.HasContent)
            {
                _deadline.Arm(engine.Options.IdleTimeout);
            }
        }
    }

    // A read under way writes into the buffer that is given back next: it must have ended before.
    private async ValueTask AbandonAsync(ValueTask<int> received)
    {
        await _deadline.CancelAsync().ConfigureAwait(false);
        try
        {
            await received.ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // Expected: it was cancelled for a reason that is on its way up.
        }
    }

    // Before content nothing leaves, so that a failure can still move on.
    private bool MayForward(AnswerReader answer) => envelope.Stream && answer.HasContent && answer.Outgoing.Length > 0 && !Holds(answer);

    private bool Holds(AnswerReader answer) => _verify?.Holds(answer) == true;

    private async ValueTask ForwardAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        // The first byte waits for the reservation; afterwards there is none.
        await ReservedAsync().ConfigureAwait(false);
        _deadline.HasContent = true;
        var flush = _client.Forward(engine, attempt, answer, _deadline.Token);
        if (!flush.IsCompletedSuccessfully)
        {
            // A client that reads slowly is not the engine's delay. The server's minimum data rate ends one that does not read at all.
            _deadline.Disarm();
        }

        await flush.ConfigureAwait(false);
    }

    // A client that left or a time limit look the same from inside: the token says which.
    private AttemptOutcome Interpret(EngineClient engine, AnswerReader? answer, Exception error)
    {
        if (_deadline.ClientLeft)
        {
            return AttemptOutcome.Cancelled;
        }

        _failure = EngineFaults.Ended(engine, _deadline) ?? EngineFaults.Of(engine, answer, error, _deadline);
        return answer?.HasContent == true ? AttemptOutcome.Truncated : AttemptOutcome.Failed;
    }
}
