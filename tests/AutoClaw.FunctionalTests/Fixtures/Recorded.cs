namespace AutoClaw.FunctionalTests.Fixtures;

/// <summary>
/// What a fixture saw, in order. Written by any thread; a test awaits the item it expects instead of sleeping, and fails with what was
/// seen when it does not come.
/// </summary>
internal sealed class Recorded<T>(string what)
{
    /// <summary>Far above what any awaited event takes on a busy two-core machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            _items.Add(item);
            (added, _added) = (_added, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        added.SetResult();
    }

    /// <summary>The first item for which <paramref name="match"/> holds, now or as soon as it is added.</summary>
    public Task<T> FirstAsync(Predicate<T> match, CancellationToken cancellation) => WaitAsync(items => items.FindIndex(match), cancellation);

    /// <summary>The item with that position, from 0, now or as soon as it is there.</summary>
    public Task<T> AtAsync(int position, CancellationToken cancellation)
        => WaitAsync(items => items.Count > position ? position : -1, cancellation);

    private async Task<T> WaitAsync(Func<List<T>, int> find, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        while (true)
        {
            Task added;
            lock (_gate)
            {
                if (find(_items) is var position and >= 0)
                {
                    return _items[position];
                }

                added = _added.Task;
            }

            try
            {
                await added.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"No {what} came as expected within {Patience.TotalSeconds} s. Seen: {string.Join('\n', Items)}");
            }
        }
    }
}
