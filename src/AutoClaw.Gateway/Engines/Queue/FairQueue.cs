using System.Diagnostics.CodeAnalysis;

namespace AutoClaw.Gateway.Engines.Queue;

/// <summary>
/// Calls that wait, taken in turn from each key that has any, and in order of arrival within a key: who sends a thousand delays
/// nobody else by more than one call a turn. Not thread-safe.
/// </summary>
internal sealed class FairQueue
{
    private readonly Dictionary<string, LinkedList<QueuedCall>> _byKey = new(StringComparer.Ordinal);

    // The next key's turn is first. A key is in here exactly while it has calls.
    private readonly LinkedList<string> _turns = new();

    public int Count { get; private set; }

    public QueuedCall Add(Caller caller)
    {
        var key = KeyOf(caller);
        if (!_byKey.TryGetValue(key, out var calls))
        {
            _byKey[key] = calls = new LinkedList<QueuedCall>();
            _turns.AddLast(key);
        }

        var call = new QueuedCall(caller);
        calls.AddLast(call);
        Count++;
        return call;
    }

    public bool TryTake([NotNullWhen(true)] out QueuedCall? call)
    {
        if (_turns.First is not { } turn)
        {
            call = null;
            return false;
        }

        var calls = _byKey[turn.Value];
        call = calls.First!.Value;
        calls.RemoveFirst();
        Count--;
        _turns.Remove(turn);
        if (calls.Count > 0)
        {
            _turns.AddLast(turn);
        }
        else
        {
            _byKey.Remove(turn.Value);
        }

        return true;
    }

    /// <summary>Takes the last call of the key that has most: who waits with many loses least by it.</summary>
    public bool TryTakeLatest([NotNullWhen(true)] out QueuedCall? call)
    {
        call = _byKey.Values.MaxBy(calls => calls.Count)?.Last!.Value;
        return call is not null && Remove(call);
    }

    /// <summary>False if it has been taken already.</summary>
    public bool Remove(QueuedCall call)
    {
        if (!_byKey.TryGetValue(KeyOf(call.Caller), out var calls) || !calls.Remove(call))
        {
            return false;
        }

        Count--;
        if (calls.Count == 0)
        {
            _byKey.Remove(KeyOf(call.Caller));
            _turns.Remove(KeyOf(call.Caller));
        }

        return true;
    }

    /// <summary>Calls that are taken before the next one of <paramref name="key"/>, if nobody else comes.</summary>
    public int Ahead(string key)
    {
        var own = _byKey.TryGetValue(key, out var mine) ? mine.Count : 0;
        var ahead = own;
        foreach (var (other, calls) in _byKey)
        {
            ahead += other == key ? 0 : Math.Min(calls.Count, own + 1);
        }

        return ahead;
    }

    private static string KeyOf(Caller caller) => caller.Key ?? string.Empty;
}
