namespace AutoClaw.Core.Routing.Training;

/// <summary>Makes a <see cref="FamiliarityGuard"/>: centres by Lloyd's k-means on a seeded sample of the rows, and the curves of length.</summary>
internal static class GuardFit
{
    private const int Centres = 128;
    private const int Sample = 8000;
    private const int Rounds = 8;

    /// <summary>Share of the sample's rows within the distance limit.</summary>
    private const double Within = 0.99;

    /// <summary>Fewer rows than this many a centre say nothing about what is unlike them.</summary>
    private const int FewestRows = 10;

    // Added to a deviation: a feature that hardly varies must not rule the distance.
    private const float SmallestDeviation = 0.02f;

    public static FamiliarityGuard Make(TreeMatrix matrix, IReadOnlyList<TrainingRow> rows, int seed)
    {
        var targets = Targets.Make(rows, new TrainingOptions { DomainShare = 0, KeyShare = 0 });
        var used = Enumerable.Range(0, rows.Count).Where(i => targets[i].Weight > 0).ToArray();
        if (used.Length < FewestRows * Centres)
        {
            return FamiliarityGuard.Off;
        }

        var random = new Random(seed);
        random.Shuffle(used);
        var (mean, perDeviation) = Moments(matrix, used);
        var scale = new FamiliarityGuard([], mean, perDeviation, 1f, default);
        var points = used.Take(Sample).Select(i => Standardised(scale, matrix.Row(i))).ToArray();
        var centres = Lloyd(points);
        var distances = points.Select(new FamiliarityGuard(centres, mean, perDeviation, 1f, default).Nearest).Order().ToArray();
        var limit = Math.Max(distances[(int)(Within * (distances.Length - 1))], SmallestDeviation);
        return new FamiliarityGuard(centres, mean, perDeviation, limit, LengthFit.Make(rows, targets));
    }

    private static (float[] Mean, float[] PerDeviation) Moments(TreeMatrix matrix, int[] rows)
    {
        var mean = new float[FamiliarityGuard.Width];
        var perDeviation = new float[FamiliarityGuard.Width];
        for (var f = 0; f < TreeFeatures.Count; f++)
        {
            if (TreeFeatures.IsConversation(f))
            {
                continue;
            }

            double sum = 0, squares = 0;
            foreach (var i in rows)
            {
                sum += matrix.Row(i)[f];
                squares += (double)matrix.Row(i)[f] * matrix.Row(i)[f];
            }

            mean[f] = (float)(sum / rows.Length);
            var deviation = Math.Sqrt(Math.Max(0, (squares / rows.Length) - ((double)mean[f] * mean[f])));
            perDeviation[f] = 1f / ((float)deviation + SmallestDeviation);
        }

        return (mean, perDeviation);
    }

    private static float[] Standardised(FamiliarityGuard scale, ReadOnlySpan<float> row)
    {
        var x = new float[FamiliarityGuard.Width];
        scale.Standardise(row, x);
        return x;
    }

    private static float[] Lloyd(float[][] points)
    {
        var centres = points.Take(Centres).SelectMany(p => p).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var sums = new float[centres.Length];
            var counts = new int[Centres];
            foreach (var point in points)
            {
                var centre = FamiliarityGuard.NearestCentre(centres, point, out _);
                counts[centre]++;
                for (var i = 0; i < point.Length; i++)
                {
                    sums[(centre * point.Length) + i] += point[i];
                }
            }

            for (var i = 0; i < centres.Length; i++)
            {
                var count = counts[i / FamiliarityGuard.Width];
                centres[i] = count == 0 ? centres[i] : sums[i] / count;
            }
        }

        return centres;
    }
}
