namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Makes targets from rows. A row with outcomes teaches what its pair did, smoothed by models that do about as well as the pair's on
/// the same source. A row with a difficulty alone teaches pseudo-targets: made up, documented, and of small weight.
/// </summary>
internal static class Targets
{
    // Difficulty, P(local fails), P(cloud fails). No measurement: chosen so that a simple intent gains nothing from the cloud, a
    // medium task about as much as an exam question, and a hard one clearly more.
    private static readonly (double Difficulty, double Local, double Cloud)[] Pseudo =
        [(0.0, 0.04, 0.02), (0.4, 0.28, 0.10), (0.8, 0.65, 0.20), (0.9, 0.70, 0.20), (1.0, 0.72, 0.22)];

    public static Target[] Make(IReadOnlyList<TrainingRow> rows, TrainingOptions options)
    {
        var targets = rows.Select(row => Make(row, options)).ToArray();
        if (options.KeyShare > 0)
        {
            WithKeys(rows, targets, options);
        }

        return WithDomains(rows, targets, options);
    }

    /// <summary>
    /// One outcome is a coin toss; the mean over a subject is nearly a probability. Mixing it in lets the heads learn what marks a
    /// subject before they learn the luck of single questions.
    /// </summary>
    private static Target[] WithDomains(IReadOnlyList<TrainingRow> rows, Target[] targets, TrainingOptions options)
    {
        var measured = Enumerable.Range(0, rows.Count).Where(i => rows[i].HasOutcome && targets[i].Weight > 0).ToArray();
        var domains = new Dictionary<(string, string), Mean>();
        var sources = new Dictionary<(string, string), Mean>();
        foreach (var i in measured)
        {
            var source = (rows[i].Source, "");
            var domain = (rows[i].Source, rows[i].Domain);
            sources[source] = sources.GetValueOrDefault(source).With(targets[i]);
            domains[domain] = domains.GetValueOrDefault(domain).With(targets[i]);
        }

        // A source of one subject has nothing to tell apart: its mean would only drown the outcomes.
        var domainsOf = domains.Keys.CountBy(d => d.Item1).ToDictionary(StringComparer.Ordinal);
        foreach (var i in measured.Where(i => domainsOf[rows[i].Source] > 1))
        {
            var mean = domains[(rows[i].Source, rows[i].Domain)].Towards(sources[(rows[i].Source, "")], options.DomainPrior);
            targets[i] = targets[i].Mix(mean, options.DomainShare);
        }

        return targets;
    }

    private readonly record struct Mean(double LocalSum, double CloudSum, int Count)
    {
        public Mean With(Target target) => new(LocalSum + target.LocalFails, CloudSum + target.CloudFails, Count + 1);

        public (double Local, double Cloud) Towards(Mean parent, double prior) => (
            (LocalSum + (prior * parent.LocalSum / parent.Count)) / (Count + prior),
            (CloudSum + (prior * parent.CloudSum / parent.Count)) / (Count + prior));
    }

    public static Target FromDifficulty(double difficulty, double weight)
    {
        var above = Array.FindIndex(Pseudo, p => p.Difficulty >= difficulty);
        if (above <= 0)
        {
            var end = above == 0 ? Pseudo[0] : Pseudo[^1];
            return new Target((float)end.Local, (float)end.Cloud, (float)weight);
        }

        var (low, high) = (Pseudo[above - 1], Pseudo[above]);
        var t = (difficulty - low.Difficulty) / (high.Difficulty - low.Difficulty);
        return new Target(
            (float)(low.Local + (t * (high.Local - low.Local))), (float)(low.Cloud + (t * (high.Cloud - low.Cloud))), (float)weight);
    }

    private static void WithKeys(IReadOnlyList<TrainingRow> rows, Target[] targets, TrainingOptions options)
    {
        var difficulty = new KeyDifficulty(rows);
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i].Weight > 0 && difficulty.Expected(i) is { } expected)
            {
                targets[i] = targets[i].Mix(expected, options.KeyShare);
            }
        }
    }

    private static Target Make(TrainingRow row, TrainingOptions options)
    {
        if (row is { StrongScore: { } strong, WeakScore: { } weak })
        {
            // Judge scores of another scale are for tests, not for training.
            return strong > 1 || weak > 1
                ? default
                : new Target(
                    (float)(1 - weak),
                    (float)(1 - strong),
                    options.Primary.IsOf(row) ? 1f : (float)options.OtherPairWeight);
        }

        return row.Difficulty is { } difficulty ? FromDifficulty(difficulty, options.LabelWeight) : default;
    }
}
