namespace AutoClaw.Core.Routing.Tuning;

/// <summary>
/// Calibration on the user's own traffic instead of the shipped mix: out-of-fold scores, each row counted for the requests that it stands
/// for. Without an aim a route keeps the cloud share that the running model's default threshold has on the same rows.
/// </summary>
internal static class TunedCalibration
{
    private const int Points = 513;

    public static Calibration Make(RouterModel running, IReadOnlyList<TuningRow> rows, float[] tuned, float[] before)
    {
        var order = Enumerable.Range(0, rows.Count).OrderByDescending(i => tuned[i]).ToArray();
        double all = rows.Sum(r => r.Weight);
        var pairs = order.Where(i => rows[i].IsPair).ToArray();
        var cloudQuality = Math.Max(1e-9, pairs.Sum(i => rows[i].Weight * (double)rows[i].CloudScore!.Value));
        var quality = pairs.Sum(i => rows[i].Weight * (double)rows[i].LocalScore!.Value);
        var thresholds = new float[Points];
        var kept = new float[Points];
        var at = 0;
        double share = 0;
        for (var point = 0; point < Points; point++)
        {
            for (; at < order.Length && share / all < point / (double)(Points - 1); at++)
            {
                var row = rows[order[at]];
                share += row.Weight;
                quality += row.IsPair ? row.Weight * (row.CloudScore!.Value - row.LocalScore!.Value) : 0;
            }

            thresholds[point] = tuned[order[Math.Max(0, at - 1)]];

            // More cloud can lose a little by chance; the curve that is kept never falls, so that an aim has one threshold.
            var now = (float)Math.Clamp(quality / cloudQuality, 0, 1);
            kept[point] = point == 0 ? now : Math.Max(kept[point - 1], now);
        }

        var curve = new Calibration(thresholds, kept, 0f);
        var sent = Enumerable.Range(0, rows.Count).Where(i => before[i] >= running.Calibration.DefaultThreshold).Sum(i => rows[i].Weight) / all;
        return new Calibration(thresholds, kept, (float)curve.ThresholdForCloudShare(Math.Clamp(sent, 0.0, 1.0)));
    }
}
