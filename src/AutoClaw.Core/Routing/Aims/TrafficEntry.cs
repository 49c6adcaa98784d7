using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// One request in eight bytes, so that a window can swap it in one step: its score's bin, where it went, and the quality expected of
/// either place (in steps of 1/4095), and what the cloud would have cost more (in millionths of a dollar, up to 67 dollars).
/// </summary>
/// <param name="Bits">Bit 0 counted, 1 cloud, 2 scored, 3 to 12 bin, 13 to 24 local quality, 25 to 36 cloud quality, 37 to 62 cost.</param>
internal readonly record struct TrafficEntry(long Bits)
{
    public const int Bins = 1024;

    private const long Counted = 1;
    private const long Cloud = 2;
    private const long Scored = 4;
    private const int BinAt = 3;
    private const int LocalAt = 13;
    private const int CloudAt = 25;
    private const int CostAt = 37;
    private const int Steps = 4095;
    private const long MostCost = (1 << 26) - 1;
    private const double CostUnit = 1e6;

    /// <summary>False for entries that stand in for traffic which has not come yet.</summary>
    public bool IsCounted => (Bits & Counted) != 0;

    public bool IsCloud => (Bits & Cloud) != 0;

    /// <summary>False where there was nothing to choose, so that no score was taken.</summary>
    public bool IsScored => (Bits & Scored) != 0;

    public int Bin => (int)(Bits >> BinAt) & (Bins - 1);

    public double LocalQuality => ((Bits >> LocalAt) & Steps) / (double)Steps;

    public double CloudQuality => ((Bits >> CloudAt) & Steps) / (double)Steps;

    /// <summary>Expected USD that the cloud costs more than the local engine; 0 where that is unknown.</summary>
    public double Cost => ((Bits >> CostAt) & MostCost) / CostUnit;

    /// <summary>The same request answered by the other place.</summary>
    public TrafficEntry Moved => new(Bits ^ Cloud);

    /// <summary>Expected quality at the place that it went to.</summary>
    public double Quality => IsCloud ? CloudQuality : LocalQuality;

    public static TrafficEntry Of(Place place) => new(Counted | (place == Place.Cloud ? Cloud : 0));

    /// <param name="score">What the model said.</param>
    /// <param name="worth">The score by what it costs to have it: what <see cref="Bin"/> is of.</param>
    /// <param name="usd">Expected USD that the cloud costs more; 0 where unknown.</param>
    /// <param name="cloud">Where it goes.</param>
    public static TrafficEntry Of(in RouterScore score, double worth, double usd, bool cloud) =>
        new(Counted | (cloud ? Cloud : 0) | ((long)Math.Clamp(usd * CostUnit, 0, MostCost) << CostAt) | Pack(worth, 1 - score.LocalFails, 1 - score.CloudFails));

    /// <summary>Stands in for traffic that has not come yet.</summary>
    public static TrafficEntry Expected(double score, double localQuality, double cloudQuality) => new(Pack(score, localQuality, cloudQuality));

    /// <summary>Bins are even over s / (1 + |s|): fine near 0, where most scores lie, and any number has one.</summary>
    public static int BinOf(double score) => Math.Clamp((int)(((score / (1 + Math.Abs(score))) + 1) * (Bins / 2)), 0, Bins - 1);

    /// <summary>The score at <paramref name="position"/>, counted in bins from the lowest.</summary>
    public static double ScoreAt(double position)
    {
        var x = (position / (Bins / 2)) - 1;
        return x / Math.Max(1e-9, 1 - Math.Abs(x));
    }

    private static long Pack(double score, double localQuality, double cloudQuality) =>
        Scored | ((long)BinOf(score) << BinAt) | (Quantum(localQuality) << LocalAt) | (Quantum(cloudQuality) << CloudAt);

    private static long Quantum(double quality) => (long)Math.Round(Math.Clamp(quality, 0, 1) * Steps);
}
