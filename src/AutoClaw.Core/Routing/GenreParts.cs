namespace AutoClaw.Core.Routing;

/// <summary>
/// Which parts of a model have a say in each genre. A model as it was trained uses all of them in every genre; one that was tuned to
/// somebody's own traffic is at home in that traffic's genres.
/// </summary>
internal sealed class GenreParts
{
    /// <summary>Share of the trees in a logit of a trained model; the rest is the linear part's. An even mean was best on folds by question and by subject.</summary>
    public const float TrainedShare = 0.5f;

    private readonly float[] _treeShares;
    private readonly float[] _guarded;

    /// <param name="treeShares">A share for each genre, 0 to 1.</param>
    /// <param name="guarded">For each genre 1 if the familiarity guard watches it, 0 if not.</param>
    /// <exception cref="ArgumentException">Not a value for each genre, or one out of range.</exception>
    public GenreParts(float[] treeShares, float[] guarded)
    {
        if (treeShares.Length != Genre.Count || guarded.Length != Genre.Count
            || !treeShares.All(s => s is >= 0f and <= 1f) || !guarded.All(g => g is 0f or 1f))
        {
            throw new ArgumentException("The genres' parts do not fit.", nameof(treeShares));
        }

        (_treeShares, _guarded) = (treeShares, guarded);
    }

    public static GenreParts Trained { get; } =
        new([.. Enumerable.Repeat(TrainedShare, Genre.Count)], [.. Enumerable.Repeat(1f, Genre.Count)]);

    public ReadOnlySpan<float> TreeShares => _treeShares;

    public ReadOnlySpan<float> Guarded => _guarded;

    public float TreeShare(int genre) => _treeShares[genre];

    public bool IsGuarded(int genre) => _guarded[genre] != 0f;
}
