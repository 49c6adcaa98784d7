using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <content>One call: what it is sent, and how its answer goes out as it comes.</content>
internal sealed partial class ChatExchange
{
    [SuppressMessage("Reliability", "CA2012", Justification = "Kept for one await, in EngineCall.ReservedAsync: the engine works in between.")]
    private EngineCall Open(EngineClient engine, int index, EngineRequest request, AnswerTranscript? transcript, GateEntry entry, EngineDeadline deadline)
    {
        scope.Dropped = request.Dropped;
        var reserved = scope.NewAttempt(engine, "chat", engine.Options.Model, envelope.Stream, Expected);
        deadline.Renew();
        return new EngineCall(engine, index, request, transcript, entry, deadline)
        {
            Attempt = reserved.ToSettle(),
            Reservation = services.Ledger.ReserveAsync(reserved),
        };
    }

    /// <summary>Sends the request and relays the answer, or goes on relaying it.</summary>
    /// <param name="call">Has the outcome's reason.</param>
    /// <param name="toContent">Stops once there is something for the client, and gives nothing to it.</param>
    /// <returns>Null where it has stopped so.</returns>
    /// <exception cref="Ledger.LedgerException">The call could not be reserved.</exception>
    private async Task<AttemptOutcome?> AnswerAsync(EngineCall call, bool toContent)
    {
        try
        {
            if (call.Answer is null && !await BeginAsync(call).ConfigureAwait(false))
            {
                return AttemptOutcome.Failed;
            }

            var outcome = await RelayAsync(call, call.Answer!, toContent).ConfigureAwait(false);
            if (outcome == AttemptOutcome.Completed && call.Transcript is not null && !await PassesAsync(call, call.Answer!).ConfigureAwait(false))
            {
                _verify!.Hold(call.Hold());
            }

            return outcome;
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException or SocketException)
        {
            return Interpret(call, error);
        }
    }

    // False where no answer follows.
    private async Task<bool> BeginAsync(EngineCall call)
    {
        var (engine, deadline) = (call.Engine, call.Deadline);
        if (services.Ledger.IsFailing)
        {
            // Most likely this one can't be written either: nothing is spent on it before it is known.
            await call.ReservedAsync().ConfigureAwait(false);
        }

        call.IsSent = true;
        deadline.Arm(engine.Options.FirstContentTimeout - call.Waited);
        var response = call.Response = await engine.SendChatAsync(call.Request.Body, call.Attempt, deadline.Token).ConfigureAwait(false);
        call.Attempt.FirstByteMicros = scope.Micros;
        call.Failure = await EngineFaults.OfHeadAsync(engine, response, deadline.Token).ConfigureAwait(false);
        if (call.Failure is not null)
        {
            if (call.Transcript is { AsksLogprobs: true } && !call.Failure.IsPolicy)
            {
                // What it refuses may be what we added.
                call.Failure = call.Failure with { MayTryNext = true };
            }

            return false;
        }

        call.Attempt.EngineStatus = (int)response.StatusCode;
        var stream = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        var form = new AnswerForm(!envelope.Stream, TranslatedAnswer.Create(engine, scope, envelope, call.Request.ShowsThoughts), call.Transcript);
        call.Begin(new AnswerReader(engine, stream, envelope, form));
        return true;
    }

    // The engine has done its part, so its connection need not wait for the checks.
    private async ValueTask<bool> PassesAsync(EngineCall call, AnswerReader answer)
    {
        await answer.FreeConnectionAsync(call.Deadline).ConfigureAwait(false);
        call.LeaveGate(completed: true);
        call.EndBusy();
        call.Deadline.Renew();
        if (await _verify!.PassesAsync(call.Engine, call.Attempt, answer, Expected).ConfigureAwait(false))
        {
            return true;
        }

        await call.ReservedAsync().ConfigureAwait(false);
        Fill(call, AttemptOutcome.Completed);
        return false;
    }

    // Null where it stops at content: more is to come.
    private async Task<AttemptOutcome?> RelayAsync(EngineCall call, AnswerReader answer, bool toContent)
    {
        using var pace = new StreamPace(services.Time, services.FastStreams);
        while (true)
        {
            if (EndOf(call, answer) is { } outcome)
            {
                return outcome;
            }

            if (toContent && answer.HasContent)
            {
                return null;
            }

            if (call.IsReservationDue)
            {
                // Throws if it could not be written: no more is spent on an answer that can't be given.
                await call.ReservedAsync().ConfigureAwait(false);
            }

            // Asked before the client is served: if more is there already, both go out in one packet; if not, the engine is awaited anyway.
            var received = Holds(answer)
                ? new ValueTask<int>(await _verify!.ReceiveAsync(answer, call.Deadline.Token).ConfigureAwait(false))
                : answer.ReceiveAsync(call.Deadline.Token);
            var awaits = !received.IsCompleted;
            if (MayForward(answer) && (awaits || answer.Outgoing.Length >= ForwardBytes))
            {
                try
                {
                    await ForwardAsync(call, answer).ConfigureAwait(false);
                }
                catch
                {
                    await AbandonAsync(call, received).ConfigureAwait(false);
                    throw;
                }

                call.Deadline.Arm(call.Engine.Options.IdleTimeout);
            }

            if (awaits)
            {
                pace.Awaits();
            }

            answer.Take(await received.ConfigureAwait(false));
            if (answer.BroughtContent)
            {
                call.Attempt.LastContentMicros = scope.Micros;
                call.Attempt.FirstContentMicros ??= call.Attempt.LastContentMicros;
            }

            if (answer is { HasContent: true, IsComplete: false, Failure: null })
            {
                call.Deadline.Arm(call.Engine.Options.IdleTimeout);
                if (!answer.IsNearLimit && pace.Collects())
                {
                    await Task.Delay(StreamPace.Window, services.Time, call.Deadline.Token).ConfigureAwait(false);
                }
            }
        }
    }

    private static AttemptOutcome? EndOf(EngineCall call, AnswerReader answer)
    {
        call.Failure = answer.Failure;
        return answer.Failure is not null ? (answer.HasContent ? AttemptOutcome.Truncated : AttemptOutcome.Failed)
            : answer.IsComplete ? AttemptOutcome.Completed
            : null;
    }

    // A read under way writes into the buffer that is given back next: it must have ended before.
    private static async ValueTask AbandonAsync(EngineCall call, ValueTask<int> received)
    {
        await call.Deadline.CancelAsync().ConfigureAwait(false);
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

    private async ValueTask ForwardAsync(EngineCall call, AnswerReader answer)
    {
        // The first byte waits for the reservation; afterwards there is none.
        await call.ReservedAsync().ConfigureAwait(false);
        call.Deadline.HasContent = true;
        var flush = _client.Forward(call.Engine, call.Attempt, answer, call.Deadline.Token);
        if (!flush.IsCompletedSuccessfully)
        {
            // A client that reads slowly is not the engine's delay. The server's minimum data rate ends one that does not read at all.
            call.Deadline.Disarm();
        }

        await flush.ConfigureAwait(false);
    }

    // A client that left or a time limit look the same from inside: the token says which.
    private static AttemptOutcome Interpret(EngineCall call, Exception error)
    {
        if (call.Deadline.ClientLeft)
        {
            return AttemptOutcome.Cancelled;
        }

        call.Failure = EngineFaults.Ended(call.Engine, call.Deadline) ?? EngineFaults.Of(call.Engine, call.Answer, error, call.Deadline);
        return call.Answer?.HasContent == true ? AttemptOutcome.Truncated : AttemptOutcome.Failed;
    }
}
