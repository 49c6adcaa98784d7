namespace AutoClaw.Core.Routing.Training;

/// <summary>
/// Fits the curves of length alone. Every source weighs the same, however many rows it has, because they shall hold for one more source;
/// rows without outcomes weigh half.
/// </summary>
internal static class LengthFit
{
    private const int Rounds = 25;

    public static LengthCurve Make(IReadOnlyList<TrainingRow> rows, Target[] targets)
    {
        var used = Enumerable.Range(0, rows.Count).Where(i => targets[i].Weight > 0).ToArray();
        var counts = used.CountBy(i => rows[i].Source, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var weights = used.Select(i => (rows[i].HasOutcome ? 1.0 : 0.5) / counts[rows[i].Source]).ToArray();
        var bits = used.Select(i => (double)StructuralFeatures.Log(rows[i].Prompt.Length) - LengthCurve.OriginBits).ToArray();
        var (local, localSlope) = Fit(bits, weights, used.Select(i => (double)targets[i].LocalFails).ToArray());
        var (cloud, cloudSlope) = Fit(bits, weights, used.Select(i => (double)targets[i].CloudFails).ToArray());
        return new LengthCurve(local, localSlope, cloud, cloudSlope);
    }

    /// <summary>Logistic regression on one value by Newton's method.</summary>
    private static (float Intercept, float Slope) Fit(double[] x, double[] weights, double[] targets)
    {
        double a = 0, b = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A little ridge keeps the step finite where all lengths are the same.
            double ga = 0, gb = -1e-3 * b, haa = 1e-3, hab = 0, hbb = 1e-3;
            for (var i = 0; i < x.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-(a + (b * x[i]))));
                var g = weights[i] * (targets[i] - p);
                var h = weights[i] * p * (1 - p);
                (ga, gb) = (ga + g, gb + (g * x[i]));
                (haa, hab, hbb) = (haa + h, hab + (h * x[i]), hbb + (h * x[i] * x[i]));
            }

            var determinant = (haa * hbb) - (hab * hab);
            a += ((hbb * ga) - (hab * gb)) / determinant;
            b += ((haa * gb) - (hab * ga)) / determinant;
        }

        return ((float)a, (float)b);
    }
}
