namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Makes a calibration from out-of-fold scores. The rows are weighted to a mix: half everyday messages (labelled simple), three tenths
/// exam questions with measured outcomes, two tenths harder work (labelled medium to hard); within each part every source weighs the same.
/// </summary>
internal static class Calibrator
{
    private const int Points = 513;
    private const double Everyday = 0.5;
    private const double Exams = 0.3;
    private const double Work = 0.2;
    private const double SimpleDifficulty = 0.2;
    private const double HardDifficulty = 0.7;

    public static Calibration Make(IReadOnlyList<TrainingRow> rows, Target[] targets, float[] scores)
    {
        var weights = MixWeights(rows, targets);
        var order = Enumerable.Range(0, rows.Count).Where(i => weights[i] > 0).OrderByDescending(i => scores[i]).ToArray();
        var all = order.Sum(i => weights[i]);
        var cloudQuality = order.Sum(i => weights[i] * (1 - targets[i].CloudFails));
        var quality = order.Sum(i => weights[i] * (1 - targets[i].LocalFails));

        var thresholds = new float[Points];
        var kept = new float[Points];
        var at = 0;
        double share = 0;
        for (var point = 0; point < Points; point++)
        {
            while (at < order.Length && share / all < point / (double)(Points - 1))
            {
                var i = order[at++];
                share += weights[i];
                quality += weights[i] * (targets[i].LocalFails - targets[i].CloudFails);
            }

            thresholds[point] = scores[order[Math.Max(0, at - 1)]];

            // More cloud can lose a little by chance; the curve that is kept never falls, so that an aim has one threshold.
            var now = (float)Math.Clamp(quality / cloudQuality, 0, 1);
            kept[point] = point == 0 ? now : Math.Max(kept[point - 1], now);
        }

        return new Calibration(thresholds, kept, DefaultThreshold(rows, scores));
    }

    /// <summary>Where the share of simple messages above and of hard messages below are the same.</summary>
    private static float DefaultThreshold(IReadOnlyList<TrainingRow> rows, float[] scores)
    {
        var simple = Scores(rows, scores, static d => d < SimpleDifficulty);
        var hard = Scores(rows, scores, static d => d >= HardDifficulty);
        if (simple.Length == 0 || hard.Length == 0)
        {
            return 0.1f;
        }

        float low = -1, high = 1;
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            var simpleAbove = simple.Count(s => s >= middle) / (double)simple.Length;
            var hardBelow = hard.Count(s => s < middle) / (double)hard.Length;
            (low, high) = simpleAbove > hardBelow ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static float[] Scores(IReadOnlyList<TrainingRow> rows, float[] scores, Func<double, bool> condition) =>
        Enumerable.Range(0, rows.Count)
            .Where(i => !rows[i].HasOutcome && rows[i].Difficulty is { } d && condition(d)).Select(i => scores[i]).ToArray();

    private static double[] MixWeights(IReadOnlyList<TrainingRow> rows, Target[] targets)
    {
        var parts = rows.Select((row, i) => targets[i].Weight <= 0 ? (0.0, "") : (Part(row), row.Source)).ToArray();
        var rowsOf = parts.CountBy(p => p).ToDictionary();
        var sourcesOf = rowsOf.Keys.CountBy(p => p.Item1).ToDictionary();
        return parts.Select(p => p.Item1 / sourcesOf[p.Item1] / rowsOf[p]).ToArray();
    }

    private static double Part(TrainingRow row) =>
        row.HasOutcome ? Exams : row.Difficulty < SimpleDifficulty ? Everyday : Work;
}
