namespace AutoClaw.Gateway.Relay;

/// <summary>How soon a pool's member is likely to begin with a call; the least is asked first.</summary>
/// <param name="IsAbsent">Its model is not loaded, or it could not be reached: only where all others refuse.</param>
/// <param name="Wait">Expected.</param>
/// <param name="Share">Calls under way for each of its slots: the less of them, the faster each is.</param>
internal readonly record struct PoolRank(bool IsAbsent, TimeSpan Wait, double Share) : IComparable<PoolRank>
{
    public int CompareTo(PoolRank other) =>
        IsAbsent != other.IsAbsent ? IsAbsent.CompareTo(other.IsAbsent)
        : Wait != other.Wait ? Wait.CompareTo(other.Wait)
        : Share.CompareTo(other.Share);
}
