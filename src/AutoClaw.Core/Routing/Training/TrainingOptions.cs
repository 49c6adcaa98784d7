namespace AutoClaw.Core.Routing.Training;

/// <summary>How to train. The defaults are the configuration that every published number was measured with.</summary>
public sealed record TrainingOptions
{
    /// <summary>Draws the folds and orders the rows of each pass.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folds for calibration and cross-validation; at least 2.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The pair to train for: its outcomes count in full, those of other pairs less.</summary>
    public ModelPair Primary { get; init; } = new("gpt-4-1106-preview", "mixtral-8x7b-instruct");

    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Fits in different orders of rows whose weights are averaged.</summary>
    public int Fits { get; init; } = 3;

    /// <summary>First step for hashed words; it falls as 1/(1 + epoch).</summary>
    public double WordRate { get; init; } = 0.2;

    /// <summary>First step for hashed character grams.</summary>
    public double GramRate { get; init; } = 0.5;

    /// <summary>First step for hashed words of word problems, whose nouns are decoration.</summary>
    public double ProblemWordRate { get; init; } = 0.1;

    /// <summary>First step for hashed character grams of word problems.</summary>
    public double ProblemGramRate { get; init; } = 0.8;

    /// <summary>First step for structural features.</summary>
    public double DenseRate { get; init; } = 0.003;

    /// <summary>Weight of a row without outcome against one with.</summary>
    public double LabelWeight { get; init; } = 0.15;

    /// <summary>Weight of a row of another pair than the primary one.</summary>
    public double OtherPairWeight { get; init; } = 0.5;

    /// <summary>How much of a row's target is what other models' success on the question lets expect instead of its own outcome, 0 to 1.</summary>
    public double KeyShare { get; init; } = 0.5;

    /// <summary>How much of a row's target is the mean of its subject instead of its own outcome, 0 to 1.</summary>
    public double DomainShare { get; init; } = 0.5;

    /// <summary>Rows of the source's mean that a subject's mean starts from.</summary>
    public double DomainPrior { get; init; } = 20;

    /// <summary>
    /// What each doubling of the length adds to the logit of P(local fails), by genre (<see cref="Genre"/>'s order): hand-set on folds by
    /// source, where learned weights of length fail.
    /// </summary>
    internal double[] LengthLean { get; init; } = [0.07, 0, 0.35, 0.14, 0.2];

    /// <summary>Trees a head.</summary>
    public int Trees { get; init; } = 150;

    /// <summary>Share of a leaf's best value that a tree takes.</summary>
    public double TreeRate { get; init; } = 0.06;

    /// <summary>How strongly a leaf is pulled to 0, in units of the sum of its rows' p(1-p).</summary>
    public double TreePull { get; init; } = 20;

    /// <summary>Fewest drawn rows on either side of a split.</summary>
    public int TreeLeafRows { get; init; } = 60;

    /// <summary>Share of the rows that each tree sees.</summary>
    public double TreeRowShare { get; init; } = 0.7;

    /// <summary>Share of the features that each tree sees.</summary>
    public double TreeFeatureShare { get; init; } = 0.25;

    /// <summary><see cref="KeyShare"/> of the trees' targets.</summary>
    public double TreeKeyShare { get; init; } = 0.3;

    /// <summary><see cref="DomainShare"/> of the trees' targets.</summary>
    public double TreeDomainShare { get; init; } = 0.2;
}
