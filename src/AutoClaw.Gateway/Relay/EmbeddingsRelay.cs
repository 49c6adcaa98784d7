using System.Net;
using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// POST /v1/embeddings: to the first engine of the named route that has an embedding model. Vectors of two models do not compare, so
/// a failure moves on only to an engine with the same model. Several of our own engines of one model are a pool, as for chats.
/// </summary>
internal sealed class EmbeddingsRelay(SnapshotState state, RelayServices services)
{
    private const string Operation = "embeddings";

    // A batch of 2,048 vectors of 3,072 numbers as text is about 130 MB: more than that is not an answer.
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        var scope = new RequestScope(context, state.Current, services.Time);
        using var body = PooledBuffer.Rent();
        if (!await Admission.AdmitAsync(scope, body).ConfigureAwait(false))
        {
            return;
        }

        if (!EmbeddingsRequestScanner.TryScan(body.Memory, out var request, out var problem))
        {
            await RefuseAsync(scope, 400, problem!.Code, problem.Param, problem.Message).ConfigureAwait(false);
        }
        else if (scope.Snapshot.PlanOf(request!.Model) is not { } plan)
        {
            await RefuseAsync(scope, 404, "model_not_found", "model", Admission.UnknownModel(request.Model)).ConfigureAwait(false);
        }
        else if (EnginesOf(scope.Snapshot, plan, request.Model) is not (not 0 and var able))
        {
            await RefuseAsync(
                scope, 400, "no_capable_engine", "model",
                $"No engine of '{plan.Name}' has an embedding model. Set embedding_model on one.").ConfigureAwait(false);
        }
        else
        {
            scope.Plan = plan;
            scope.Decision = new Decision(plan.LocalFirst, able, plan.Threshold is null ? DecisionReason.Pinned : DecisionReason.Capability);
            await RunAsync(scope, request).ConfigureAwait(false);
        }
    }

    // Bit i: candidate i of the plan embeds with the model that was asked for, or else with the first one that there is.
    private static ulong EnginesOf(GatewaySnapshot snapshot, RoutePlan plan, string asked)
    {
        string?[] models = [.. plan.LocalFirst.Select(c => snapshot.Engines[c.Index].Options.EmbeddingModel)];
        var model = models.Contains(asked) ? asked : Array.Find(models, each => each is not null);
        var able = 0UL;
        for (var at = 0; model is not null && at < models.Length; at++)
        {
            able |= models[at] == model ? 1UL << at : 0;
        }

        return able;
    }

    private static int Next(RequestScope scope, ulong left) =>
        EnginePool.Next(scope.Snapshot, scope.Decision, left, new PoolTerms(scope.KeyId, null, 0));

    // Bit i: candidate i failed lately.
    private static ulong Later(RequestScope scope)
    {
        var later = 0UL;
        for (var i = scope.Decision.Next(0); i >= 0; i = scope.Decision.Next(i + 1))
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            later |= engine.Health.IsDown || !engine.Breaker.TryEnter() ? 1UL << i : 0;
        }

        return later;
    }

    private async Task RunAsync(RequestScope scope, EmbeddingsEnvelope request)
    {
        EngineFailure? failure = null;
        var budget = new BudgetGate(scope);
        EngineClient? last = null;
        var left = ulong.MaxValue;
        var later = Later(scope);
        while (Next(scope, left & ~later) is var first && (first >= 0 ? first : Next(scope, left)) is var next and >= 0)
        {
            left &= ~(1UL << next);
            var engine = last = scope.Snapshot.Engines[scope.Decision.Order[next].Index];
            var expected = new Usage(request.EstimatedInputTokens, 0, 0, 0, Estimated: true);
            var entry = await GateEntrance.EnterAsync(scope, engine, envelope: null, services, scope.Context.RequestAborted).ConfigureAwait(false);
            if (!entry.IsIn)
            {
                failure = entry.Refusal;
                if (scope.Context.RequestAborted.IsCancellationRequested)
                {
                    return;
                }

                continue;
            }

            if (!budget.TryEnter(engine, engine.Options.EmbeddingModel!, expected, isBounded: true))
            {
                GateEntry.Leave(ref entry, completed: false);
                continue;
            }

            var attempt = scope.NewAttempt(engine, Operation, engine.Options.EmbeddingModel!, streamed: false, expected);
            using var answer = PooledBuffer.Rent();
            using var busy = engine.Enter();
            try
            {
                await services.Ledger.ReserveAsync(attempt).ConfigureAwait(false);
                failure = await CallAsync(scope, request, engine, attempt, answer, engine.Options.FirstContentTimeout - entry.Waited).ConfigureAwait(false);
                attempt.BusyMicros = busy?.End();
                await SettleAsync(scope, engine, attempt, failure).ConfigureAwait(false);
                budget.Leave(attempt.Cost);
            }
            catch (LedgerException error)
            {
                services.Log.LedgerFailed(scope.RequestId, error);
                budget.Leave(attempt.Cost);
                await RefuseAsync(scope, 503, error.Code, null, "The ledger can't be written, so no answer is given. See /readyz and the gateway's log.").ConfigureAwait(false);
                return;
            }
            finally
            {
                GateEntry.Leave(ref entry, attempt.Outcome == AttemptOutcome.Completed);
            }

            if (scope.Context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            if (failure is null)
            {
                await JsonAnswer.WriteAsync(scope, engine, attempt, answer).ConfigureAwait(false);
                return;
            }

            services.Log.EngineFailed(scope.RequestId, engine.Id, failure.Code, failure.Logged);
            if (!failure.MayTryNext)
            {
                break;
            }
        }

        if (failure is null)
        {
            await budget.RefuseAsync().ConfigureAwait(false);
            return;
        }

        scope.WriteHeaders(last, null);
        if (failure.RetryAfter is { } retryAfter)
        {
            scope.Context.Response.Headers.RetryAfter = retryAfter;
        }

        await ErrorWriter.WriteAsync(scope.Context, failure).ConfigureAwait(false);
    }

    private static async Task<EngineFailure?> CallAsync(
        RequestScope scope, EmbeddingsEnvelope request, EngineClient engine, Attempt attempt, PooledBuffer answer, TimeSpan patience)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(scope.Context.RequestAborted);
        limit.CancelAfter(patience);
        try
        {
            var edit = new SplicedBody.Edit(request.ModelValue.Start, request.ModelValue.Length, engine.EmbeddingModelJson);
            using var response = await engine.SendEmbeddingsAsync(SplicedBody.Create(request.Body, [edit]), limit.Token).ConfigureAwait(false);
            attempt.FirstByteMicros = scope.Micros;
            attempt.EngineStatus = (int)response.StatusCode;
            if (response.StatusCode != HttpStatusCode.OK)
            {
                var error = await EngineErrorBody.ReadAsync(response, limit.Token).ConfigureAwait(false);
                return engine.FailureOf((int)response.StatusCode, error, EngineFaults.RetryAfterOf(response));
            }

            var stream = await response.Content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
            while (true)
            {
                var count = await stream.ReadAsync(answer.GetMemory(16 * 1024), limit.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return EmbeddingsAnswer.ReadUsage(answer.Span, out var usage)
                        ? Taken(scope, engine, attempt, usage ?? attempt.Usage)
                        : EngineFailure.Malformed(engine.Id, "an answer that is not JSON with embeddings");
                }

                answer.Advance(count);
                if (answer.Length > MaxAnswerBytes)
                {
                    return EngineFailure.Malformed(engine.Id, $"an answer of more than {MaxAnswerBytes} bytes");
                }
            }
        }
        catch (OperationCanceledException) when (!limit.IsCancellationRequested)
        {
            // The client's handler has a limit of its own for connecting; ours has not fired then.
            return EngineFailure.NotConnected(engine.Id, engine.Options.ConnectTimeout);
        }
        catch (OperationCanceledException)
        {
            return EngineFailure.TimedOut(engine.Id, "answer", patience);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return attempt.FirstByteMicros is null
                ? EngineFailure.Unreachable(engine.Id, error.InnerException?.Message ?? error.Message)
                : EngineFailure.BrokeOff(engine.Id);
        }
    }

    private static EngineFailure? Taken(RequestScope scope, EngineClient engine, Attempt attempt, Usage usage)
    {
        attempt.FirstContentMicros = attempt.LastContentMicros = scope.Micros;
        scope.Price(attempt, engine, usage);
        return null;
    }

    private async Task SettleAsync(RequestScope scope, EngineClient engine, Attempt attempt, EngineFailure? failure)
    {
        var left = scope.Context.RequestAborted.IsCancellationRequested;
        attempt.DoneMicros = scope.Micros;
        attempt.Outcome = left ? AttemptOutcome.Cancelled
            : failure is null ? AttemptOutcome.Completed
            : failure.MayTryNext ? AttemptOutcome.Failed : AttemptOutcome.Rejected;
        attempt.ErrorCode = left ? "client_closed" : failure?.Code;
        if (!left)
        {
            EngineVerdict.Note(engine, failure, services.Log);
        }

        scope.Price(attempt, engine, failure is { CostsNothing: true } ? default : attempt.Usage);

        await services.Ledger.SettleAsync(attempt).ConfigureAwait(false);
        services.Metrics.Record(attempt);
    }

    private static Task RefuseAsync(RequestScope scope, int status, string code, string? param, string message)
    {
        scope.WriteHeaders(null, null);
        return ErrorWriter.WriteAsync(scope.Context, status, code, param, message);
    }
}
