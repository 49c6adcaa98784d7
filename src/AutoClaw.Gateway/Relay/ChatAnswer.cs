using System.Buffers;
using System.Globalization;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Responses;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>What one chat client gets: a stream, one collected object, or an error that it can tell from both.</summary>
internal sealed class ChatAnswer(RequestScope scope)
{
    private const string LedgerMessage =
        "The ledger can't be written, so no answer is given: what is not recorded is not served. See /readyz and the gateway's log.";

    private HttpResponse Response => scope.Context.Response;

    /// <summary>Passes on what has come.</summary>
    public ValueTask<System.IO.Pipelines.FlushResult> Forward(EngineClient engine, Attempt attempt, AnswerReader answer, CancellationToken cancellation)
    {
        StartStream(engine, attempt);
        scope.Copy?.Add(answer.Outgoing.Span);
        Response.BodyWriter.Write(answer.Outgoing.Span);
        answer.Outgoing.Clear();
        return Response.BodyWriter.FlushAsync(cancellation);
    }

    /// <summary>The last events and the end marker of a whole stream.</summary>
    public Task EndStreamAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        StartStream(engine, attempt);
        scope.Answered = engine;
        scope.Copy?.Add(answer.Outgoing.Span);
        Response.BodyWriter.Write(answer.Outgoing.Span);
        if (attempt.Cost is { } cost && !scope.IsArray && scope.Context.Request.Headers.ContainsKey(RelayHeaders.Debug))
        {
            // A stream's cost is known only at its end. As a comment no client takes it for content.
            Response.BodyWriter.Write(Encoding.ASCII.GetBytes($": {RelayHeaders.Cost} {cost}\n\n"));
        }

        if (scope.Keeper is { } keeper)
        {
            return EndKeptAsync(keeper, answer);
        }

        answer.WriteEnd(Response.BodyWriter);

        // Not FlushAsync: completing sends the last events and HTTP's own end in one packet, without waiting for the engine's last chunk.
        return Response.CompleteAsync();
    }

    /// <summary>What had come of a stream that broke off, and the error in the end marker's place.</summary>
    /// <returns>To be thrown: the connection must not end as a whole answer's does.</returns>
    public Task<BrokenAnswerException> BreakOffAsync(EngineClient engine, Attempt attempt, AnswerReader answer, EngineFailure failure)
    {
        StartStream(engine, attempt);
        Response.BodyWriter.Write(answer.Outgoing.Span);
        return BreakOffAsync(failure.ClientStatus, failure.Code, failure.Message);
    }

    /// <summary>The whole answer of a client that did not ask for a stream.</summary>
    public async Task WriteCollectedAsync(EngineClient engine, Attempt attempt, AnswerReader answer)
    {
        using var body = PooledBuffer.Rent();
        answer.WriteCollected(body);
        if (scope.Keeper is { } keeper)
        {
            var kept = await keeper.FinishAsync(body.Memory).ConfigureAwait(false);
            body.Clear();
            body.Write(kept);
        }

        scope.Answered = engine;
        scope.Copy?.Add(body.Span);
        await JsonAnswer.WriteAsync(scope, engine, attempt, body).ConfigureAwait(false);
    }

    /// <summary>The error when no engine had content to give.</summary>
    /// <param name="last">The engine that was tried last.</param>
    /// <param name="failure">Why it failed.</param>
    public Task FailAsync(EngineClient last, EngineFailure failure)
    {
        scope.WriteHeaders(last, null);
        if (failure.RetryAfter is { } retryAfter)
        {
            Response.Headers.RetryAfter = retryAfter;
        }

        var tried = scope.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({scope.Attempts} calls were made.)") : "";
        return ErrorWriter.WriteAsync(scope.Context, failure with { Message = failure.Message + tried });
    }

    /// <summary>The error when an answer can't be recorded. Throws once the stream has begun: see <see cref="BrokenAnswerException"/>.</summary>
    public async Task FailAsync(LedgerException error)
    {
        if (Response.HasStarted)
        {
            throw await BreakOffAsync(503, error.Code, LedgerMessage).ConfigureAwait(false);
        }

        scope.WriteHeaders(null, null);
        await ErrorWriter.WriteAsync(scope.Context, 503, error.Code, null, LedgerMessage).ConfigureAwait(false);
    }

    private async Task EndKeptAsync(AnswerKeeper keeper, AnswerReader answer)
    {
        using var end = PooledBuffer.Rent();
        answer.WriteEnd(end);
        await keeper.WriteEndAsync(end.Memory, Response.BodyWriter).ConfigureAwait(false);
        await Response.CompleteAsync().ConfigureAwait(false);
    }

    private async Task<BrokenAnswerException> BreakOffAsync(int status, string code, string message)
    {
        ErrorWriter.WriteEvent(scope.Context, status, code, message);
        await Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        return new BrokenAnswerException();
    }

    private void StartStream(EngineClient engine, Attempt attempt)
    {
        if (Response.HasStarted || Response.ContentType is not null)
        {
            return;
        }

        scope.WriteHeaders(engine, attempt);
        Response.ContentType = scope.IsArray ? "application/json; charset=utf-8" : "text/event-stream; charset=utf-8";
        Response.Headers.CacheControl = "no-cache";

        // Tells nginx in front of us not to collect the stream.
        Response.Headers["X-Accel-Buffering"] = "no";
    }
}
