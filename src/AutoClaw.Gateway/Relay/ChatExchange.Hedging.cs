using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <content>A second call, to an idle engine of the same pool, where the first is slow to begin: whoever has content first answers.</content>
internal sealed partial class ChatExchange
{
    private EngineCall? _hedge;
    private Task? _loser;

    // Null for nearly every call. What only one engine can go on with is asked of nobody else.
    private TimeSpan? HedgeAfter(EngineCall call) =>
        scope.Plan!.HedgeAfter is { } after && call.Transcript is null && scope.Decision.Order[call.Index].Pool is not null && scope.Decision.First != call.Index
            ? after
            : null;

    /// <summary>Calls the engine, and another one if nothing has come in time.</summary>
    /// <returns>Who is to answer, and how it ended; null where it has content and goes on.</returns>
    /// <exception cref="Ledger.LedgerException">A call could not be recorded; neither is under way any more.</exception>
    private async Task<(EngineCall Call, AttemptOutcome? Outcome)> RaceAsync(EngineCall first, TimeSpan after)
    {
        var answer = AnswerAsync(first, toContent: true);
        await ((Task)answer).WaitAsync(after, services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompleted || await HedgeAsync(first).ConfigureAwait(false) is not { } second)
        {
            return (first, await answer.ConfigureAwait(false));
        }

        _hedge = second;
        var other = AnswerAsync(second, toContent: true);
        try
        {
            return await Task.WhenAny(answer, other).ConfigureAwait(false) == answer
                ? await DecideAsync(first, answer, second, other).ConfigureAwait(false)
                : await DecideAsync(second, other, first, answer).ConfigureAwait(false);
        }
        catch
        {
            await first.Deadline.CancelAsync().ConfigureAwait(false);
            await second.Deadline.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(answer, other)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async Task<(EngineCall Call, AttemptOutcome? Outcome)> DecideAsync(
        EngineCall done, Task<AttemptOutcome?> answer, EngineCall running, Task<AttemptOutcome?> other)
    {
        var outcome = await answer.ConfigureAwait(false);
        if (outcome is AttemptOutcome.Failed or AttemptOutcome.Truncated)
        {
            // The client has seen nothing of it, and the other one is on its way.
            await SettleAsync(done, outcome.Value).ConfigureAwait(false);
            Note(done);
            done.Dispose();
            (done, outcome) = (running, await other.ConfigureAwait(false));
        }
        else
        {
            // Beside the answer: its first byte waits for nobody. It did not fail, so it is asked again where this one does.
            _left |= 1UL << running.Index;
            _loser = DropAsync(running, other);
        }

        scope.Dropped = done.Request.Dropped;
        return (done, outcome);
    }

    private async ValueTask<EngineCall?> HedgeAsync(EngineCall first)
    {
        var index = EnginePool.Spare(scope.Snapshot, scope.Decision, _left, scope.Decision.Order[first.Index].Pool!.Value);
        if (index < 0)
        {
            return null;
        }

        var engine = scope.Snapshot.Engines[scope.Decision.Order[index].Index];
        var request = EngineRequest.Create(scope, envelope, engine);
        if (request.Refusal(engine, scope) is not null || !engine.Gate.TryEnter(out var entry))
        {
            return null;
        }

        _left &= ~(1UL << index);
        var deadline = new EngineDeadline(services.Time, (scope.Patience, scope.Started), scope.Context.RequestAborted, services.Drain.Over);
        return Open(engine, index, request, null, entry, deadline);
    }

    // Its time and its tokens have been spent, and are in the ledger as those of one that was not needed.
    private async Task DropAsync(EngineCall call, Task<AttemptOutcome?> answer)
    {
        var isOver = answer.IsCompleted;
        await call.Deadline.CancelAsync().ConfigureAwait(false);
        var outcome = await answer.ConfigureAwait(false);
        await SettleAsync(
            call, isOver && outcome is AttemptOutcome.Failed or AttemptOutcome.Truncated ? outcome.Value : call.Deadline.ClientLeft ? AttemptOutcome.Cancelled : AttemptOutcome.Superseded)
            .ConfigureAwait(false);
        call.Dispose();
    }

    // How it ended is told where it is awaited otherwise.
    private async ValueTask LoserIsOverAsync()
    {
        if (_loser is { } loser)
        {
            await loser.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _loser = null;
    }

    private async ValueTask EndHedgeAsync()
    {
        await LoserIsOverAsync().ConfigureAwait(false);
        _hedge?.Dispose();
        _hedge?.Deadline.Dispose();
        _hedge = null;
    }
}
