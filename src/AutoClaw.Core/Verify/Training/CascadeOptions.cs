namespace AutoClaw.Core.Verify.Training;

/// <summary>How recorded answers are evaluated. The defaults are what every published number was measured with.</summary>
public sealed record CascadeOptions
{
    /// <summary>Draws the folds, the order of training rows and the bootstrap resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folds of keys for everything that is trained; at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Bootstrap resamples of keys for the intervals; at least 1.</summary>
    public int Resamples { get; init; } = 200;

    /// <summary>
    /// Parts of the names of the model that answers, the most wanted first. A 70B is taken where one was recorded; elsewhere an 8B that is
    /// neither the best nor the worst of its source.
    /// </summary>
    public IReadOnlyList<string> Local { get; init; } = ["70B", "Llama-3.1-8B"];

    /// <summary>Parts of the names of the models that check; empty: every other one that was recorded.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];
}
