namespace AutoClaw.Gateway.Engines;

/// <summary>
/// The keys of one engine, of which the first that the engine takes is used: a key that it refuses, or whose limit is reached, is left out for a
/// while. Any number of threads; no lock.
/// </summary>
/// <param name="headers">The header of each key, in order of preference; one at least.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineKeys(IReadOnlyList<(string Header, string Value)> headers, TimeProvider time)
{
    /// <summary>A key that was refused does not get well by itself; one call in so long finds out whether somebody has mended it.</summary>
    public static readonly TimeSpan RefusedFor = TimeSpan.FromMinutes(5);

    /// <summary>Where the engine does not say how long the limit lasts. Most vendors' limits are by the minute and fill up all the time.</summary>
    public static readonly TimeSpan LimitedFor = TimeSpan.FromSeconds(10);

    // Ticks since it was made until which a key is left out.
    private readonly long[] _until = new long[headers.Count];
    private readonly long _made = time.GetTimestamp();

    public int Count => headers.Count;

    /// <summary>Keys that are left out now.</summary>
    public int LeftOut => _until.Count(until => until > Now());

    /// <summary>The first key that is not left out; where all are, the one that was to be left out for the shortest time.</summary>
    public (string Header, string Value) Current
    {
        get
        {
            var (now, best) = (Now(), 0);
            for (var i = 0; i < _until.Length; i++)
            {
                if (Volatile.Read(ref _until[i]) <= now)
                {
                    return headers[i];
                }

                best = Volatile.Read(ref _until[i]) < Volatile.Read(ref _until[best]) ? i : best;
            }

            return headers[best];
        }
    }

    /// <summary>What a failure says where it may be the key's alone.</summary>
    /// <param name="sent">The call, with the key that it had.</param>
    /// <param name="failure">How it ended.</param>
    /// <returns>The failure; with <see cref="EngineFailure.OtherKey"/> where another key may do better.</returns>
    public EngineFailure Judge(HttpRequestMessage? sent, EngineFailure failure)
    {
        if (failure.EngineStatus is not (401 or 403 or 429) || KeyOf(sent) is not (>= 0 and var used))
        {
            return failure;
        }

        var pause = failure.EngineStatus != 429 ? RefusedFor : failure.Wish is { } wish && wish > TimeSpan.Zero ? wish : LimitedFor;
        var now = Now();
        Volatile.Write(ref _until[used], now + pause.Ticks);
        for (var i = 0; i < _until.Length; i++)
        {
            if (Volatile.Read(ref _until[i]) <= now)
            {
                return failure with { OtherKey = true, IsNoVerdict = true };
            }
        }

        return failure;
    }

    private int KeyOf(HttpRequestMessage? sent)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (sent?.Headers.TryGetValues(headers[i].Header, out var values) == true && values.Contains(headers[i].Value, StringComparer.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private long Now() => time.GetElapsedTime(_made).Ticks + 1;
}
