namespace AutoClaw.Soak;

/// <summary>A straight line through points, by least squares.</summary>
internal static class Trend
{
    /// <summary>What is gained for each unit of time.</summary>
    public static double Slope(IReadOnlyList<(double Time, double Value)> points)
    {
        var time = points.Average(point => point.Time);
        var value = points.Average(point => point.Value);
        return points.Sum(point => (point.Time - time) * (point.Value - value)) / points.Sum(point => (point.Time - time) * (point.Time - time));
    }
}
