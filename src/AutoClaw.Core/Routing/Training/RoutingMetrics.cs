namespace AutoClaw.Core.Routing.Training;

/// <summary>How well one order of rows saves cloud calls. All values are shares, 0 to 1; definitions in docs/routing.md.</summary>
/// <param name="Apgr">Average performance gap recovered: the mean over all cloud shares of (quality - weak) / (strong - weak).</param>
/// <param name="Cpt50">Least cloud share that recovers half of the gap.</param>
/// <param name="Cpt80">Least cloud share that recovers four fifths of the gap.</param>
/// <param name="Share95">Least cloud share that gives 95 % of the strong model's quality.</param>
/// <param name="Share98">Least cloud share that gives 98 % of the strong model's quality.</param>
public sealed record RoutingMetrics(double Apgr, double Cpt50, double Cpt80, double Share95, double Share98)
{
    internal double[] ToArray() => [Apgr, Cpt50, Cpt80, Share95, Share98];

    internal static RoutingMetrics FromArray(ReadOnlySpan<double> values) => new(values[0], values[1], values[2], values[3], values[4]);
}
