using System.Security.Cryptography;
using AutoClaw.Core.Resilience;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <content>Which engines are asked again, and when: once all have failed, after a pause, within each engine's budget.</content>
internal sealed partial class ChatExchange
{
    // Of this round: engines that may do better in a moment. Null for nearly every request.
    private List<(int Index, TimeSpan? Wish)>? _retryable;
    private ulong _postponed;
    private int _retry;

    /// <summary>Tries engines whose bit is set: first those that are expected to answer. True if the client has been answered or has left.</summary>
    private async Task<bool> TryAllAsync(ulong among)
    {
        _postponed = LaterEngines() & among;
        if (await TryEnginesAsync(among & ~_postponed, mayPostpone: true).ConfigureAwait(false))
        {
            return true;
        }

        // An engine that is said to be down may be back, and waiting for a model is better than an error: such a one is tried when nobody else could answer.
        return _postponed != 0 && _failure is not { MayTryNext: false } && await TryEnginesAsync(_postponed, mayPostpone: false).ConfigureAwait(false);
    }

    // Bit i: engine i of the decision's order failed lately, or would have to load its model first.
    private ulong LaterEngines()
    {
        var later = 0UL;
        for (var i = scope.Decision.Next(0); i >= 0; i = scope.Decision.Next(i + 1))
        {
            var engine = scope.Snapshot.Engines[scope.Decision.Order[i].Index];
            later |= engine.Health.IsDown || engine.Breaker.IsOpen || ColdEngine.IsLeft(engine, i, scope) ? 1UL << i : 0;
        }

        return later;
    }

    // False for a retry that the engine's budget does not cover.
    private bool Counts(EngineClient engine)
    {
        if (_retry == 0)
        {
            engine.Retries.Earn();
            return true;
        }

        return engine.Retries.TrySpend();
    }

    private void NoteForRetry(EngineClient engine, int index)
    {
        if (_failure is { MayRetry: true } failure && _retry < engine.Options.Retries)
        {
            (_retryable ??= []).Add((index, failure.Wish));
        }
    }

    /// <summary>Waits as long as it takes to be worth another try. Bits of the engines to be tried again; 0 where there is none, or the client has left.</summary>
    private async Task<ulong> WorthARetryAsync()
    {
        if (_failure is { MayTryNext: false } || _verify?.Held is not null || _retryable is not { Count: > 0 } retryable)
        {
            return 0;
        }

        _retry++;
        var random = RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
        var among = 0UL;
        var pause = TimeSpan.MaxValue;
        foreach (var (index, wish) in retryable)
        {
            if (RetryPause.Of(_retry, wish, random) is { } wait)
            {
                among |= 1UL << index;
                pause = wait < pause ? wait : pause;
            }
        }

        retryable.Clear();
        if (among == 0 || pause >= _deadline.Remaining)
        {
            return 0;
        }

        try
        {
            _deadline.Renew();
            _deadline.Disarm();
            await Task.Delay(pause, services.Time, _deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }

        return among;
    }
}
