namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>A conversation's map while one request uses it.</summary>
public sealed class PseudonymLease : IDisposable
{
    private Action? _leave;

    internal PseudonymLease(PseudonymMap map, Action leave) => (Map, _leave) = (map, leave);

    public PseudonymMap Map { get; }

    /// <summary>Once or more often.</summary>
    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
