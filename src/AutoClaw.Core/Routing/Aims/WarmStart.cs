namespace AutoClaw.Core.Routing.Aims;

/// <summary>Fills a window with the traffic that a calibration expects, to be replaced by the real one, request by request.</summary>
internal static class WarmStart
{
    // No common factor with the window's size, so that every score is written once, and what real requests replace is a fair sample.
    private const int Stride = 211;

    public static void Fill(TrafficWindow window, Calibration calibration)
    {
        var scores = new double[TrafficWindow.Size];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i * Stride % scores.Length] = calibration.ThresholdForCloudShare((i + 0.5) / scores.Length);
        }

        // All-local quality over all-cloud quality is known, and so is their difference, the mean score: that gives both.
        var gain = scores.Average();
        var missing = 1 - calibration.QualityAt(AimController.NothingToCloud);
        var cloudQuality = missing > 0 ? Math.Clamp(gain / missing, 0.5, 1) : 1;
        foreach (var score in scores)
        {
            window.Add(TrafficEntry.Expected(score, cloudQuality - score, cloudQuality));
        }
    }
}
