using System.Buffers;
using System.Net;
using System.Net.Sockets;
using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Wire;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines;
using AutoClaw.Gateway.Engines.Queue;
using AutoClaw.Gateway.Relay;

namespace AutoClaw.Gateway.Learning;

/// <summary>
/// A chat call that no client waits for: reserved, collected to its end and settled like any other. It ends at once when the gateway stops.
/// </summary>
internal sealed class BackgroundCall(ShadowJob job, RelayServices services, CancellationToken stopping)
{
    // As in a client's exchange: what a reservation assumes where nothing limits the answer.
    private const long AssumedOutputTokens = 512;

    // Copies wait until no client does.
    private static readonly Caller Caller = new("(background)", Priority.Low);

    private int _number;

    /// <summary>What all calls of this job have cost; an unknown cost counts nothing.</summary>
    public Money Cost { get; private set; }

    /// <summary>The expected cost of a call; null where the engine has no price.</summary>
    public static Money? Estimate(ShadowJob job, EngineClient engine, long inputTokens, long outputTokens) => CostCalculator.Cost(
        engine.PriceAt(engine.Options.Model, job.Snapshot.Prices, job.ReceivedAt), new Usage(inputTokens, 0, outputTokens, 0, Estimated: true));

    /// <summary>The answer's text; null if there was none. What went wrong is in the ledger, unless the engine was too busy to be asked.</summary>
    /// <exception cref="Ledger.LedgerException">The call could not be recorded.</exception>
    public async Task<string?> AskAsync(EngineClient engine, AttemptRole role, ChatEnvelope envelope)
    {
        var entry = await EngineAdmission.EnterAsync(engine, Caller, services.Time, stopping).ConfigureAwait(false);
        if (!entry.IsIn)
        {
            return null;
        }

        var completed = false;
        try
        {
            var text = await CallAsync(engine, role, envelope, engine.Options.FirstContentTimeout - entry.Waited).ConfigureAwait(false);
            completed = text is not null;
            return text;
        }
        finally
        {
            GateEntry.Leave(ref entry, completed);
        }
    }

    private async Task<string?> CallAsync(EngineClient engine, AttemptRole role, ChatEnvelope envelope, TimeSpan patience)
    {
        var reserved = job.NewAttempt(engine, role, ++_number, services.Time);
        Price(reserved, engine, new Usage(envelope.EstimatedInputTokens, 0, envelope.MaxOutputTokens ?? AssumedOutputTokens, 0, Estimated: true));
        await services.Ledger.ReserveAsync(reserved).ConfigureAwait(false);
        var attempt = reserved.ToSettle();
        attempt.Outcome = AttemptOutcome.Failed;
        string? text = null;
        using var deadline = new EngineDeadline(services.Time, stopping);
        using var busy = engine.Enter();
        try
        {
            deadline.Arm(patience);
            using var response = await engine.SendChatAsync(EngineRequest.Create(envelope, engine).Body, attempt, deadline.Token).ConfigureAwait(false);
            attempt.FirstByteMicros = Micros;
            attempt.EngineStatus = (int)response.StatusCode;
            if (response.StatusCode == HttpStatusCode.OK)
            {
                using var answer = new AnswerReader(
                    engine, await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), envelope, new AnswerForm(Collects: true));
                text = await ReadAsync(engine, attempt, answer, deadline).ConfigureAwait(false);
            }
            else
            {
                (attempt.Outcome, attempt.ErrorCode) = (AttemptOutcome.Rejected, "engine_error");
                Price(attempt, engine, default);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or SocketException)
        {
            (attempt.Outcome, attempt.ErrorCode) = stopping.IsCancellationRequested
                ? (AttemptOutcome.Cancelled, "gateway_stopping")
                : (attempt.FirstContentMicros is null ? AttemptOutcome.Failed : AttemptOutcome.Truncated, error is OperationCanceledException ? "engine_timeout" : "engine_unreachable");
        }

        attempt.DoneMicros = Micros;
        attempt.BusyMicros = busy?.End();
        Price(attempt, engine, attempt.Usage);
        await services.Ledger.SettleAsync(attempt).ConfigureAwait(false);
        services.Metrics.Record(attempt);
        Cost += attempt.Cost ?? Money.Zero;
        return text;
    }

    private long Micros => (long)services.Time.GetElapsedTime(job.Started).TotalMicroseconds;

    private async Task<string?> ReadAsync(EngineClient engine, Attempt attempt, AnswerReader answer, EngineDeadline deadline)
    {
        try
        {
            while (answer is { IsComplete: false, Failure: null })
            {
                answer.Take(await answer.ReceiveAsync(deadline.Token).ConfigureAwait(false));
                if (answer.BroughtContent)
                {
                    attempt.LastContentMicros = Micros;
                    attempt.FirstContentMicros ??= attempt.LastContentMicros;
                    deadline.Arm(engine.Options.IdleTimeout);
                }
            }
        }
        finally
        {
            Price(attempt, engine, answer.Usage);
        }

        attempt.FinishReason = answer.FinishReason;
        if (answer.Failure is { } failure)
        {
            (attempt.Outcome, attempt.ErrorCode) = (answer.HasContent ? AttemptOutcome.Truncated : AttemptOutcome.Failed, failure.Code);
            return null;
        }

        attempt.Outcome = AttemptOutcome.Completed;
        var collected = new ArrayBufferWriter<byte>();
        answer.WriteCollected(collected);
        return AnswerCopy.TextOf(collected.WrittenMemory);
    }

    // No all-cloud cost: all-cloud would have answered once, and a copy is no answer.
    private void Price(Attempt attempt, EngineClient engine, Usage usage) => engine.SetCost(attempt, usage, job.Snapshot.Prices, job.ReceivedAt);
}
