namespace AutoClaw.Gateway.LlamaServer;

/// <summary>
/// The memory that all owned servers share. One that is to load takes its part first; where there is not enough, idle ones are put to
/// sleep, the one that was not used for longest first. One in use is waited for.
/// </summary>
/// <param name="limit">Bytes, as the configuration in force says; null: no limit.</param>
/// <param name="time">The clock of its looks.</param>
internal sealed class LocalMemory(Func<long?> limit, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly Dictionary<OwnedLlamaServer, long> _taken = new(ReferenceEqualityComparer.Instance);

    /// <summary>Waits until <paramref name="server"/> has its part.</summary>
    /// <returns>Null; or why it will never get it.</returns>
    public async Task<string?> TakeAsync(OwnedLlamaServer server, long bytes, CancellationToken cancellation)
    {
        if (TryTake(server, bytes))
        {
            return null;
        }

        using var timer = new PeriodicTimer(LookInterval, time);
        do
        {
            if (limit() is { } most && bytes > most)
            {
                return $"it needs an estimated {GiB(bytes)} and local_memory is {GiB(most)}: take a smaller model, less context_tokens or a smaller parallel";
            }

            SleepOne();
            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
        while (!TryTake(server, bytes));
        return null;
    }

    /// <summary>True where so much would be there once the idle ones have made room; what is in use keeps its part.</summary>
    public bool HasRoomFor(long bytes)
    {
        lock (_gate)
        {
            return limit() is not { } most || _taken.Where(each => each.Key.Use.IsUsed).Sum(each => each.Value) + bytes <= most;
        }
    }

    /// <summary>Its process is gone.</summary>
    public void Release(OwnedLlamaServer server)
    {
        lock (_gate)
        {
            _taken.Remove(server);
        }
    }

    private static string GiB(long bytes) => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.##} GiB");

    private bool TryTake(OwnedLlamaServer server, long bytes)
    {
        lock (_gate)
        {
            if (limit() is { } most && _taken.Values.Sum() + bytes > most)
            {
                return false;
            }

            _taken[server] = bytes;
            return true;
        }
    }

    private void SleepOne()
    {
        lock (_gate)
        {
            // One that already goes to sleep is enough until its memory is back.
            if (_taken.Keys.Any(s => s.Status.Phase == ServerPhase.Asleep))
            {
                return;
            }

            foreach (var server in _taken.Keys.OrderBy(s => s.Use.Last))
            {
                if (server.TrySleep())
                {
                    return;
                }
            }
        }
    }
}
