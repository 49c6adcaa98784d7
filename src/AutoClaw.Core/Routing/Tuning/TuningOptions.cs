namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// How to tune. The defaults are what docs/learning.md was measured with. Rates are twice the trainer's: there are few rows, and a
/// second pass costs nothing.
/// </summary>
public sealed record TuningOptions
{
    /// <summary>Draws folds, orders and resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folds of keys for the out-of-fold scores; at least 2.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Fits in different orders of rows whose weights are averaged.</summary>
    public int Fits { get; init; } = 3;

    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>First step for hashed words; it falls as 1/(1 + epoch).</summary>
    public float WordRate { get; init; } = 0.4f;

    /// <summary>First step for hashed character grams.</summary>
    public float GramRate { get; init; } = 1.0f;

    /// <summary>First step for structural features.</summary>
    public float DenseRate { get; init; } = 0.006f;

    /// <summary>How much of a target is its domain's mean instead of its own outcome, 0 to 1, where rows name two domains or more.</summary>
    public float DomainShare { get; init; } = 0.8f;

    /// <summary>Rows of the overall mean that a domain's mean starts from.</summary>
    public float DomainPrior { get; init; } = 5;

    /// <summary>Shares of the running model's weights that a fit may start from; the out-of-fold scores choose.</summary>
    public IReadOnlyList<float> Keeps { get; init; } = [0f, 1f];

    /// <summary>Genres with fewer rows keep the running model's structural weights.</summary>
    public int FewestRowsOfGenre { get; init; } = 20;

    /// <summary>Bootstrap resamples of keys in the promotion test.</summary>
    public int Resamples { get; init; } = 1000;
}
