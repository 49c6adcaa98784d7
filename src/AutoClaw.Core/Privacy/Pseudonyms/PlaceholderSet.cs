namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>The placeholders of one request.</summary>
/// <param name="placeholders">In ordinal order.</param>
public sealed class PlaceholderSet(IEnumerable<string> placeholders)
{
    private readonly string[] _all = [.. placeholders];

    public IReadOnlyList<string> All => _all;

    /// <summary>The placeholder that is exactly <paramref name="text"/>; null where none is.</summary>
    public string? Find(ReadOnlySpan<char> text) => LowerBound(text) is var i && i < _all.Length && text.SequenceEqual(_all[i]) ? _all[i] : null;

    /// <summary>True if a placeholder begins with <paramref name="text"/>.</summary>
    public bool MayBegin(ReadOnlySpan<char> text) => LowerBound(text) is var i && i < _all.Length && _all[i].AsSpan().StartsWith(text);

    private int LowerBound(ReadOnlySpan<char> text)
    {
        var (low, high) = (0, _all.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_all[middle].AsSpan().SequenceCompareTo(text) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
