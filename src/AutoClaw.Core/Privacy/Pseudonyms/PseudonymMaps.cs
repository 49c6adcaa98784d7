namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// The maps of the conversations that go on. One that nobody has used for a while is disposed, and the oldest ones are where there are too
/// many; a conversation that comes back begins with a new one. Any number of threads.
/// </summary>
public sealed class PseudonymMaps : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, LinkedListNode<Kept>> _maps = [];

    // The one that was used longest ago comes first.
    private readonly LinkedList<Kept> _order = [];
    private readonly int _capacity;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <param name="capacity">Conversations kept at most.</param>
    /// <param name="idle">How long one may be idle.</param>
    /// <param name="time">The clock.</param>
    public PseudonymMaps(int capacity, TimeSpan idle, TimeProvider time)
    {
        (_capacity, _idle, _time) = (capacity, idle, time);

        // Not only when the next request comes, which may be never.
        _timer = time.CreateTimer(static maps => ((PseudonymMaps)maps!).Clean(), this, idle, idle);
    }

    /// <summary>Conversations kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _maps.Count;
            }
        }
    }

    /// <summary>The map of a conversation, a new one where it has none. It lasts until the lease is given back, whatever else ends.</summary>
    /// <param name="conversation">Nobody may be able to name another's: a hash that can't be forged, with its owner in it.</param>
    public PseudonymLease Enter(UInt128 conversation)
    {
        lock (_lock)
        {
            if (!_maps.TryGetValue(conversation, out var node) || IsIdle(node.Value))
            {
                if (node is not null)
                {
                    Remove(node);
                }

                node = new LinkedListNode<Kept>(new Kept(conversation));
                _maps.Add(conversation, node);
            }
            else
            {
                _order.Remove(node);
            }

            node.Value.UsedAt = _time.GetTimestamp();
            node.Value.Users++;
            _order.AddLast(node);
            while (_maps.Count > _capacity)
            {
                Remove(_order.First!);
            }

            return new PseudonymLease(node.Value.Map, () => Leave(node.Value));
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            while (_order.First is { } first)
            {
                Remove(first);
            }
        }
    }

    private void Clean()
    {
        lock (_lock)
        {
            while (_order.First is { } first && IsIdle(first.Value))
            {
                Remove(first);
            }
        }
    }

    private void Leave(Kept kept)
    {
        lock (_lock)
        {
            kept.UsedAt = _time.GetTimestamp();
            kept.Users--;
            kept.DisposeIfUnused();
        }
    }

    private bool IsIdle(Kept kept) => kept.Users == 0 && _time.GetElapsedTime(kept.UsedAt) >= _idle;

    private void Remove(LinkedListNode<Kept> node)
    {
        _order.Remove(node);
        _maps.Remove(node.Value.Conversation);
        node.Value.IsOut = true;
        node.Value.DisposeIfUnused();
    }

    private sealed class Kept(UInt128 conversation)
    {
        public UInt128 Conversation { get; } = conversation;

        public PseudonymMap Map { get; } = new();

        public long UsedAt { get; set; }

        public int Users { get; set; }

        public bool IsOut { get; set; }

        public void DisposeIfUnused()
        {
            if (IsOut && Users == 0)
            {
                Map.Dispose();
            }
        }
    }
}
