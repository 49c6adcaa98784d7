using System.Security.Cryptography;
using AutoClaw.Core.Resilience;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>Which engines one request is sent to again once all have failed, and when. Mutable: a field, never a copy.</summary>
internal struct RequestRetries
{
    // Of this round: engines that may do better in a moment. Null for nearly every request.
    private List<(int Index, TimeSpan? Wish)>? _retryable;
    private int _retry;
    private int _keysRefused;

    /// <summary>False for a retry that the engine's budget does not cover.</summary>
    public readonly bool Counts(EngineClient engine)
    {
        if (_retry == 0)
        {
            engine.Retries.Earn();
            return true;
        }

        return engine.Retries.TrySpend();
    }

    /// <summary>Engine <paramref name="index"/> of the decision's order has failed.</summary>
    /// <returns>True where it is to be asked once more at once: it may take another of its keys.</returns>
    public bool Note(EngineClient engine, int index, EngineFailure? failure)
    {
        if (failure is { OtherKey: true } && ++_keysRefused < engine.Keys!.Count)
        {
            return true;
        }

        if (failure is { MayRetry: true } && _retry < engine.Options.Retries)
        {
            (_retryable ??= []).Add((index, failure.Wish));
        }

        return false;
    }

    /// <summary>All have failed. Bits of the engines to be tried again, and after how long; 0 where there is none.</summary>
    /// <param name="patience">What is left of the client's; null: it has no end.</param>
    public (ulong Among, TimeSpan Pause) Next(TimeSpan? patience)
    {
        if (_retryable is not { Count: > 0 } retryable)
        {
            return default;
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
        return among == 0 || pause >= patience ? default : (among, pause);
    }

    /// <summary>Waits for the next round; false where the client has left or its time is over.</summary>
    public static async Task<bool> WaitAsync(TimeSpan pause, EngineDeadline deadline, TimeProvider time)
    {
        try
        {
            deadline.Renew();
            deadline.Disarm();
            await Task.Delay(pause, time, deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
