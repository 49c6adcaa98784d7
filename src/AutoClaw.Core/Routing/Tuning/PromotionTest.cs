using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// The rule of promotion: on the same resamples of keys the tuned model has the higher APGR than the running one, than random and than
/// length, in at least 95 % of them.
/// </summary>
internal sealed class PromotionTest(IReadOnlyList<TuningRow> pairs, TuningOptions options)
{
    /// <summary>With fewer pairs the bootstrap itself means nothing.</summary>
    public const int FewestPairs = 50;

    private const double Random = 0.5;

    public PromotionVerdict Run(IReadOnlyList<float> tuned, IReadOnlyList<float> running)
    {
        if (pairs.Count < FewestPairs)
        {
            return Unmeasured($"{pairs.Count} labels judge both answers; below {FewestPairs} nothing can be measured");
        }

        RoutingCurve[] curves =
        [
            PairCurve.Of(pairs, tuned),
            PairCurve.Of(pairs, running),
            PairCurve.Of(pairs, pairs.Select(r => (float)r.Features.TextBytes).ToArray()),
        ];
        var values = curves.Select(c => c.Measure()?.Apgr ?? double.NaN).ToArray();
        if (values.Any(double.IsNaN))
        {
            return Unmeasured("the cloud's answers were not the better ones on these labels, so there is no quality to gain by routing");
        }

        var samples = Resample(curves);
        Advantage[] advantages =
        [
            Over("running", values[0] - values[1], samples.Select(s => s[0] - s[1])),
            Over("random", values[0] - Random, samples.Select(s => s[0] - Random)),
            Over("length", values[0] - values[2], samples.Select(s => s[0] - s[2])),
        ];
        return new PromotionVerdict(pairs.Count, values[0], values[1], values[2], advantages, null);
    }

    private PromotionVerdict Unmeasured(string obstacle) => new(pairs.Count, 0, 0, 0, [], obstacle);

    private List<double[]> Resample(RoutingCurve[] curves)
    {
        var rowsOfKey = Enumerable.Range(0, pairs.Count).GroupBy(i => pairs[i].Key, StringComparer.Ordinal).Select(g => g.ToArray()).ToArray();
        var random = new Random(options.Seed);
        var counts = new int[pairs.Count];
        var samples = new List<double[]>(options.Resamples);
        for (var sample = 0; sample < options.Resamples; sample++)
        {
            Array.Clear(counts);
            for (var draw = 0; draw < rowsOfKey.Length; draw++)
            {
                foreach (var row in rowsOfKey[random.Next(rowsOfKey.Length)])
                {
                    counts[row]++;
                }
            }

            // Without a gap there is no APGR; such a resample speaks for nobody.
            if (curves[0].Measure(counts) is { } first)
            {
                samples.Add([first.Apgr, curves[1].Measure(counts)!.Apgr, curves[2].Measure(counts)!.Apgr]);
            }
        }

        return samples;
    }

    private Advantage Over(string other, double value, IEnumerable<double> samples)
    {
        var sorted = samples.Order().ToArray();
        var bound = sorted.Length == 0 ? double.NegativeInfinity : sorted[(int)(0.05 * (sorted.Length - 1))];
        if (bound > 0 || value <= 0 || sorted.Length == 0)
        {
            return new Advantage(other, value, bound, null);
        }

        // The width of the bound falls with the root of the number of labels.
        var ratio = (value - bound) / value;
        return new Advantage(other, value, bound, (int)Math.Ceiling(pairs.Count * ((ratio * ratio) - 1)) + 1);
    }
}
