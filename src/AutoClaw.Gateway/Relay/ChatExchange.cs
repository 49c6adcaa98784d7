using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Observability;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// Answers one chat request that has been read, scanned and decided: calls engines in the decision's order until one has content,
/// then relays that one to its end. Every call is reserved before the client sees a byte and settled before it sees the end.
/// </summary>
internal sealed class ChatExchange(RequestScope scope, ChatEnvelope envelope, RelayServices services) : IDisposable
{
    // What an answer costs is not known before it is there; this many tokens is what a reservation assumes without a limit by the client.
    private const long AssumedOutputTokens = 512;

    private volatile CancellationTokenSource _cancel = new();
    private EngineFailure? _failure;
    private ValueTask? _reservation;
    private TimeSpan _armed;
    private long _armedAt;

    private HttpContext Context => scope.Context;

    public async Task RunAsync()
    {
        // The client's going away must reach the engine at once, wherever we are waiting.
        using var registration = Context.RequestAborted.UnsafeRegister(static state => ((ChatExchange)state!)._cancel.Cancel(), this);
        for (var i = scope.Decision.Next(0); i >= 0; i = scope.Decision.Next(i + 1))
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            if (await TryEngineAsync(engine).ConfigureAwait(false))
            {
                return;
            }

            if (!_failure!.MayTryNext)
            {
                break;
            }
        }

        await FailAsync(_failure!).ConfigureAwait(false);
    }

    public void Dispose() => _cancel.Dispose();

    /// <summary>True if the client has been answered or has left; false leaves the reason in <see cref="_failure"/>.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "Kept for one await, in ReservedAsync: the engine works in between.")]
    private async Task<bool> TryEngineAsync(EngineClient engine)
    {
        var expected = new Usage(envelope.EstimatedInputTokens, 0, (envelope.MaxOutputTokens ?? AssumedOutputTokens) * envelope.Choices, 0, Estimated: true);
        var attempt = scope.NewAttempt(engine, "chat", engine.Options.Model, envelope.Stream, expected);

        // Not awaited yet: the engine works while the reservation is written, so it costs no visible time.
        _reservation = services.Ledger.ReserveAsync(attempt);
        AnswerReader? answer = null;
        HttpResponseMessage? response = null;
        var outcome = AttemptOutcome.Failed;
        RenewCancel();
        try
        {
            try
            {
                Arm(engine.Options.FirstContentTimeout);
                response = await engine.SendChatAsync(
                    ChatRequestSplice.Create(envelope, engine.ModelJson, engine.Options.StreamUsage), _cancel.Token).ConfigureAwait(false);
                var firstByte = scope.Micros;
                await ReservedAsync().ConfigureAwait(false);
                attempt.FirstByteMicros = firstByte;
                _failure = await CheckHeadAsync(engine, response).ConfigureAwait(false);
                if (_failure is null)
                {
                    attempt.EngineStatus = (int)response.StatusCode;
                    var stream = await response.Content.ReadAsStreamAsync(_cancel.Token).ConfigureAwait(false);
                    answer = new AnswerReader(engine, stream, envelope, envelope.Stream ? null : new ChatCollector());
                    outcome = await RelayAsync(engine, attempt, answer).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or SocketException)
            {
                outcome = Interpret(engine, answer, error);
            }

            await ReservedAsync().ConfigureAwait(false);
            return await EndAsync(engine, attempt, answer, outcome).ConfigureAwait(false);
        }
        catch (LedgerException error)
        {
            return await LedgerFailedAsync(error).ConfigureAwait(false);
        }
        finally
        {
            answer?.Dispose();
            response?.Dispose();
        }
    }

    // Null: go on. Anything else is a failure before content, so another engine may answer.
    private async Task<EngineFailure?> CheckHeadAsync(EngineClient engine, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var type = response.Content.Headers.ContentType?.MediaType;
            return type == "text/event-stream"
                ? null
                : EngineFailure.Malformed(engine.Id, $"'{type ?? "no content type"}' where text/event-stream was asked for") with { EngineStatus = 200 };
        }

        var error = await EngineErrorBody.ReadAsync(response, _cancel.Token).ConfigureAwait(false);
        var retryAfter = response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
        return EngineFailure.FromStatus(engine.Id, (int)response.StatusCode, error, retryAfter);
    }

    private async Task<AttemptOutcome> RelayAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        while (true)
        {
            await answer.ReadAsync(_cancel.Token).ConfigureAwait(false);
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

            // Before content nothing leaves, so that a failure can still move on; after it every read is passed on at once.
            if (answer.HasContent)
            {
                await ForwardAsync(engine, attempt, answer).ConfigureAwait(false);
                Arm(engine.Options.IdleTimeout);
            }
        }
    }

    private async ValueTask ForwardAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        if (!envelope.Stream || answer.Outgoing.Length == 0)
        {
            return;
        }

        StartStream(engine, attempt);
        Context.Response.BodyWriter.Write(answer.Outgoing.Span);
        answer.Outgoing.Clear();
        var flush = Context.Response.BodyWriter.FlushAsync(_cancel.Token);
        if (!flush.IsCompletedSuccessfully)
        {
            // A client that reads slowly is not the engine's delay. The server's minimum data rate ends one that does not read at all.
            Arm(Timeout.InfiniteTimeSpan);
        }

        await flush.ConfigureAwait(false);
    }

    // A client that left or a time limit look the same from inside: the token says which.
    private AttemptOutcome Interpret(EngineClient engine, AnswerReader? answer, Exception error)
    {
        if (Context.RequestAborted.IsCancellationRequested)
        {
            return AttemptOutcome.Cancelled;
        }

        var hasContent = answer?.HasContent == true;
        _failure = error switch
        {
            // The client's handler has a limit of its own for connecting; ours has not fired then.
            OperationCanceledException when answer is null && !_cancel.IsCancellationRequested =>
                EngineFailure.Unreachable(engine.Id, $"no connection within {engine.Options.ConnectTimeout.TotalSeconds:0.###} s"),
            OperationCanceledException => EngineFailure.TimedOut(engine.Id, hasContent ? "further token" : "token", _armed),
            _ when answer is not null => EngineFailure.BrokeOff(engine.Id),
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } =>
                EngineFailure.Malformed(engine.Id, "no valid HTTP answer"),
            _ => EngineFailure.Unreachable(engine.Id, error.InnerException?.Message ?? error.Message),
        };
        return hasContent ? AttemptOutcome.Truncated : AttemptOutcome.Failed;
    }

    // Settles, then says the last word to the client.
    private async Task<bool> EndAsync(EngineClient engine, Attempt attempt, AnswerReader? answer, AttemptOutcome outcome)
    {
        attempt.Outcome = outcome == AttemptOutcome.Failed && _failure is { MayTryNext: false } ? AttemptOutcome.Rejected : outcome;
        attempt.EngineStatus ??= _failure?.EngineStatus;
        attempt.ErrorCode = outcome switch
        {
            AttemptOutcome.Completed => null,
            AttemptOutcome.Cancelled => "client_closed",
            _ => _failure!.Code,
        };
        attempt.FinishReason = answer?.FinishReason;
        attempt.DoneMicros = scope.Micros;
        scope.Price(attempt, engine, UsageOf(answer, outcome));
        await services.Ledger.SettleAsync(attempt).ConfigureAwait(false);
        services.Metrics.Record(attempt);
        switch (outcome)
        {
            case AttemptOutcome.Completed when envelope.Stream:
                await EndStreamAsync(engine, attempt, answer!).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Completed:
                await AnswerCollectedAsync(engine, attempt, answer!).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Cancelled:
                return true;
            case AttemptOutcome.Truncated when envelope.Stream:
                await EndBrokenStreamAsync(engine, attempt, answer!).ConfigureAwait(false);
                return true;
            case AttemptOutcome.Truncated:
                // The non-streaming client has seen nothing; another engine may still give it a whole answer.
                return false;
            default:
                services.Log.EngineFailed(scope.RequestId, engine.Id, _failure!.Code, _failure.Logged);
                return false;
        }
    }

    private Usage UsageOf(AnswerReader? answer, AttemptOutcome outcome) => (answer, outcome) switch
    {
        (not null, _) => answer.Usage,
        (null, AttemptOutcome.Failed) when _failure!.CostsNothing => default,

        // It had the prompt, and nobody knows what it made of it.
        _ => new Usage(envelope.EstimatedInputTokens, 0, 0, 0, Estimated: true),
    };

    private async Task EndStreamAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        StartStream(engine, attempt);
        var output = Context.Response.BodyWriter;
        output.Write(answer.Outgoing.Span);
        if (attempt.Cost is { } cost && Context.Request.Headers.ContainsKey(RelayHeaders.Debug))
        {
            // A stream's cost is known only at its end. As a comment no client takes it for content.
            output.Write(Encoding.ASCII.GetBytes($": {RelayHeaders.Cost} {cost}\n\n"));
        }

        output.Write("data: [DONE]\n\n"u8);

        // Completed, not only flushed: the client's answer is whole now and must not wait for the engine's last chunk.
        await Context.Response.CompleteAsync().ConfigureAwait(false);
        await FreeConnectionAsync(answer).ConfigureAwait(false);
    }

    private async Task EndBrokenStreamAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        services.Log.EngineFailed(scope.RequestId, engine.Id, _failure!.Code, _failure.Logged);
        StartStream(engine, attempt);
        Context.Response.BodyWriter.Write(answer.Outgoing.Span);
        throw await BreakOffAsync(_failure.ClientStatus, _failure.Code, _failure.Message).ConfigureAwait(false);
    }

    /// <summary>Tells a client in the middle of its stream; what comes back is to be thrown.</summary>
    private async Task<BrokenAnswerException> BreakOffAsync(int status, string code, string message)
    {
        ErrorWriter.WriteEvent(Context.Response.BodyWriter, status, code, message);
        await Context.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return new BrokenAnswerException();
    }

    private async Task AnswerCollectedAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        using var body = new PooledBuffer(4096);
        answer.WriteCollected(body);
        scope.WriteHeaders(engine, attempt);
        var response = Context.Response;
        if (attempt.Cost is { } cost)
        {
            response.Headers[RelayHeaders.Cost] = cost.ToString();
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body.Span);
        await response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        await FreeConnectionAsync(answer).ConfigureAwait(false);
    }

    private void StartStream(EngineClient engine, Attempt attempt)
    {
        var response = Context.Response;
        if (response.HasStarted || response.ContentType is not null)
        {
            return;
        }

        scope.WriteHeaders(engine, attempt);
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";

        // Tells nginx in front of us not to collect the stream.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    // The end of the engine's answer is normally in the socket already; a second is ample, and past it the connection is dropped.
    private async ValueTask FreeConnectionAsync(AnswerReader answer)
    {
        try
        {
            Arm(TimeSpan.FromSeconds(1));
            await answer.ReadToEndAsync(_cancel.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // The answer is out and settled: only a connection is lost.
        }
    }

    private async Task<bool> LedgerFailedAsync(LedgerException error)
    {
        services.Log.LedgerFailed(scope.RequestId, error);
        if (Context.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var message = "The ledger can't be written, so no answer is given: what is not recorded is not served. See /readyz and the gateway's log.";
        if (Context.Response.HasStarted)
        {
            throw await BreakOffAsync(503, error.Code, message).ConfigureAwait(false);
        }

        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(Context, 503, error.Code, null, message).ConfigureAwait(false);
        return true;
    }

    private Task FailAsync(EngineFailure failure)
    {
        var last = scope.Snapshot.Engines[scope.Decision.Order[LastTried()].Index];
        scope.WriteHeaders(last, null);
        if (failure.RetryAfter is { } retryAfter)
        {
            Context.Response.Headers.RetryAfter = retryAfter;
        }

        var tried = scope.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({scope.Attempts} engines were tried.)") : "";
        return ErrorWriter.WriteAsync(Context, failure with { Message = failure.Message + tried });
    }

    private int LastTried()
    {
        var index = scope.Decision.Next(0);
        for (var tried = 1; tried < scope.Attempts; tried++)
        {
            index = scope.Decision.Next(index + 1);
        }

        return index;
    }

    // A time limit that fired is spent: the next engine needs one of its own. Not disposed, as the client's leaving may be using it.
    private void RenewCancel()
    {
        if (_cancel.IsCancellationRequested)
        {
            _cancel = new CancellationTokenSource();
            _armed = default;
            if (Context.RequestAborted.IsCancellationRequested)
            {
                _cancel.Cancel();
            }
        }
    }

    // Setting a timer for every token costs more than it is worth: an eighth of the limit is close enough.
    private void Arm(TimeSpan limit)
    {
        var now = services.Time.GetTimestamp();
        if (limit == _armed && services.Time.GetElapsedTime(_armedAt, now) < limit / 8)
        {
            return;
        }

        _armed = limit;
        _armedAt = now;
        _cancel.CancelAfter(limit);
    }

    // A value task may be awaited once only.
    private ValueTask ReservedAsync()
    {
        var reservation = _reservation ?? ValueTask.CompletedTask;
        _reservation = null;
        return reservation;
    }
}
