using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;

namespace AutoClaw.Gateway.Relay;

/// <summary>Answers one request for embeddings that has been read and decided: calls its engines in order, each call reserved before and settled after it.</summary>
internal sealed class EmbeddingsExchange(RequestScope scope, EmbeddingsEnvelope request, RelayServices services) : IDisposable
{
    private const string Operation = "embeddings";

    // A batch of 2,048 vectors of 3,072 numbers as text is about 130 MB: more than that is not an answer.
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    private readonly EngineDeadline _deadline = new(services.Time, (scope.Patience, scope.Started), scope.Context.RequestAborted, services.Drain.Over);
    private readonly BudgetGate _budget = new(scope);
    private RequestRetries _retries;
    private EngineFailure? _failure;
    private EngineClient? _last;

    private Usage Expected => new(request.EstimatedInputTokens, 0, 0, 0, Estimated: true);

    public async Task RunAsync()
    {
        for (var among = ulong.MaxValue; among != 0; among = await WorthARetryAsync().ConfigureAwait(false))
        {
            if (await TryAllAsync(among).ConfigureAwait(false))
            {
                return;
            }
        }

        scope.Leave();
        if (_deadline.ClientLeft)
        {
            return;
        }

        if (_failure is not { } last)
        {
            await _budget.RefuseAsync().ConfigureAwait(false);
            return;
        }

        var failure = scope.Privacy.Explain(last);
        scope.WriteHeaders(_last, null);
        if (failure.RetryAfter is { } retryAfter)
        {
            scope.Context.Response.Headers.RetryAfter = retryAfter;
        }

        await ErrorWriter.WriteAsync(scope.Context, failure).ConfigureAwait(false);
    }

    public void Dispose() => _deadline.Dispose();

    private async Task<ulong> WorthARetryAsync()
    {
        if (_failure is { MayTryNext: false })
        {
            return 0;
        }

        var (among, pause) = _retries.Next(_deadline.Remaining);
        return among != 0 && await RequestRetries.WaitAsync(pause, _deadline, services.Time).ConfigureAwait(false) ? among : 0;
    }

    /// <summary>Tries engines whose bit is set, those that failed lately after the others. True if the client has been answered or has left.</summary>
    private async Task<bool> TryAllAsync(ulong among)
    {
        var later = 0UL;
        for (var i = scope.Decision.Next(0); i >= 0; i = scope.Decision.Next(i + 1))
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            later |= engine.Health.IsDown || engine.Breaker.IsOpen ? 1UL << i : 0;
        }

        var left = among;
        while (Next(left & ~later) is var first && (first >= 0 ? first : Next(left)) is var next and >= 0)
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[next].Index];
            if ((later >> next & 1) == 0 && !engine.Breaker.TryEnter())
            {
                later |= 1UL << next;
                continue;
            }

            left &= ~(1UL << next);
            if (!_retries.Counts(engine))
            {
                continue;
            }

            if (await TryEngineAsync(engine).ConfigureAwait(false))
            {
                return true;
            }

            if (_failure is { MayTryNext: false })
            {
                return false;
            }

            if (_last == engine && _retries.Note(engine, next, _failure))
            {
                left |= 1UL << next;
            }
        }

        return false;
    }

    private int Next(ulong left) => EnginePool.Next(scope.Snapshot, scope.Decision, left, new PoolTerms(scope.Caller, null, 0));

    /// <summary>True if the client has been answered or has left.</summary>
    private async Task<bool> TryEngineAsync(EngineClient engine)
    {
        _deadline.Renew();
        _deadline.Disarm();
        var entry = await GateEntrance.EnterAsync(scope, engine, envelope: null, services, _deadline.Token).ConfigureAwait(false);
        if (!entry.IsIn)
        {
            (_last, _failure) = (engine, entry.Refusal ?? EngineFaults.Ended(engine, _deadline) ?? EngineFailure.Stopping(engine.Id));
            return _deadline.ClientLeft;
        }

        if (!_budget.TryEnter(engine, engine.Options.EmbeddingModel!, Expected, isBounded: true))
        {
            GateEntry.Leave(ref entry, completed: false);
            return false;
        }

        _last = engine;
        var attempt = scope.NewAttempt(engine, Operation, engine.Options.EmbeddingModel!, streamed: false, Expected);
        using var answer = PooledBuffer.Rent();
        using var busy = engine.Enter();
        try
        {
            await services.Ledger.ReserveAsync(attempt).ConfigureAwait(false);
            _deadline.Renew();
            _deadline.Arm(engine.Options.FirstContentTimeout - entry.Waited);
            _failure = await CallAsync(engine, attempt, answer).ConfigureAwait(false);
            attempt.BusyMicros = busy?.End();
            await SettleAsync(engine, attempt).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            services.Log.LedgerFailed(scope.RequestId, error);
            scope.Leave();
            scope.WriteHeaders(null, null);
            await ErrorWriter.WriteAsync(scope.Context, 503, error.Code, null, "The ledger can't be written, so no answer is given. See /readyz and the gateway's log.").ConfigureAwait(false);
            return true;
        }
        finally
        {
            _budget.Leave(attempt.Cost);
            GateEntry.Leave(ref entry, attempt.Outcome == AttemptOutcome.Completed);
        }

        if (_deadline.ClientLeft)
        {
            return true;
        }

        if (_failure is { } failure)
        {
            services.Log.EngineFailed(scope.RequestId, engine.Id, failure.Code, failure.Logged);
            return false;
        }

        scope.Leave();
        await JsonAnswer.WriteAsync(scope, engine, attempt, answer).ConfigureAwait(false);
        return true;
    }

    private async Task<EngineFailure?> CallAsync(EngineClient engine, Attempt attempt, PooledBuffer answer)
    {
        try
        {
            var edit = new SplicedBody.Edit(request.ModelValue.Start, request.ModelValue.Length, engine.EmbeddingModelJson);
            using var response = await engine.SendEmbeddingsAsync(SplicedBody.Create(request.Body, [edit]), attempt, _deadline.Token).ConfigureAwait(false);
            attempt.FirstByteMicros = scope.Micros;
            attempt.EngineStatus = (int)response.StatusCode;
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return await EngineFaults.RefusalAsync(engine, response, _deadline.Token).ConfigureAwait(false);
            }

            var stream = await response.Content.ReadAsStreamAsync(_deadline.Token).ConfigureAwait(false);
            while (true)
            {
                var count = await stream.ReadAsync(answer.GetMemory(16 * 1024), _deadline.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return EmbeddingsAnswer.ReadUsage(answer.Span, out var usage)
                        ? Taken(engine, attempt, usage ?? attempt.Usage)
                        : EngineFailure.Malformed(engine.Id, "an answer that is not JSON with embeddings");
                }

                answer.Advance(count);
                if (answer.Length > MaxAnswerBytes)
                {
                    return EngineFailure.Malformed(engine.Id, $"an answer of more than {MaxAnswerBytes} bytes");
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            return EngineFaults.Ended(engine, _deadline) ?? error switch
            {
                OperationCanceledException when _deadline.Token.IsCancellationRequested => EngineFailure.TimedOut(engine.Id, "answer", _deadline.Limit),
                HttpRequestException or IOException when attempt.FirstByteMicros is not null => EngineFailure.BrokeOff(engine.Id),
                _ => EngineFaults.Of(engine, answer: null, error, _deadline),
            };
        }
    }

    private EngineFailure? Taken(EngineClient engine, Attempt attempt, Usage usage)
    {
        attempt.FirstContentMicros = attempt.LastContentMicros = scope.Micros;
        scope.Price(attempt, engine, usage);
        return null;
    }

    private async Task SettleAsync(EngineClient engine, Attempt attempt)
    {
        var left = _deadline.ClientLeft;
        attempt.DoneMicros = scope.Micros;
        attempt.Outcome = left ? AttemptOutcome.Cancelled
            : _failure is null ? AttemptOutcome.Completed
            : _failure is { MayTryNext: false, IsNoVerdict: false } ? AttemptOutcome.Rejected : AttemptOutcome.Failed;
        attempt.ErrorCode = left ? "client_closed" : _failure?.Code;
        if (!left)
        {
            EngineVerdict.Note(engine, _failure, services.Log);
        }

        scope.Price(attempt, engine, _failure is { CostsNothing: true } ? default : attempt.Usage);
        await services.Ledger.SettleAsync(attempt).ConfigureAwait(false);
        services.Metrics.Record(attempt);
    }
}
