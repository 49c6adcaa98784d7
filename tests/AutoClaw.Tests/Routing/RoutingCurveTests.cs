using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

/// <summary>The metrics against small cases worked out by hand.</summary>
public sealed class RoutingCurveTests
{
    // Two rows gain (+1), one gains nothing, one loses (-1): strong 3/4, weak 2/4, gap 1/4.
    private static readonly double[] Strong = [1, 1, 1, 0];
    private static readonly double[] Weak = [0, 0, 1, 1];

    [Fact]
    public void Measure_BestOrder_CountsWhatGoesBeyondTheStrongModel()
    {
        // PGR after 1, 2, 3, 4 rows: 1, 2, 2, 1. Trapezoids: (0.5 + 1.5 + 2 + 1.5) / 4.
        var metrics = new RoutingCurve([4, 3, 2, 1], Strong, Weak).Measure()!;

        Assert.Equal(1.375, metrics.Apgr, 9);
        Assert.Equal(0.125, metrics.Cpt50, 9);
        Assert.Equal(0.2, metrics.Cpt80, 9);

        // 95 % of 0.75 is 0.7125; the first quarter climbs from 0.5 to 0.75.
        Assert.Equal(0.25 * (0.7125 - 0.5) / 0.25, metrics.Share95, 9);
        Assert.Equal(0.25 * (0.735 - 0.5) / 0.25, metrics.Share98, 9);
    }

    [Fact]
    public void Measure_WorstOrder_RecoversLate()
    {
        // PGR after each row: -1, -1, 0, 1. Trapezoids: (-0.5 - 1 - 0.5 + 0.5) / 4.
        var metrics = new RoutingCurve([1, 2, 3, 4], Strong, Weak).Measure()!;

        Assert.Equal(-0.375, metrics.Apgr, 9);
        Assert.Equal(0.875, metrics.Cpt50, 9);
        Assert.Equal(0.95, metrics.Cpt80, 9);
    }

    [Fact]
    public void Measure_AllTied_IsTheExpectationOfRandom()
    {
        var metrics = new RoutingCurve([7, 7, 7, 7], Strong, Weak).Measure()!;

        Assert.Equal(0.5, metrics.Apgr, 9);
        Assert.Equal(0.5, metrics.Cpt50, 9);
        Assert.Equal(0.8, metrics.Cpt80, 9);
    }

    [Fact]
    public void Measure_PartlyTied_IsAStraightLineWithinTheTie()
    {
        // First the two that gain and lose (tied, PGR back to 0), then gain, then nothing: 0, 0, 1, 1.
        var metrics = new RoutingCurve([9, 5, 4, 9], Strong, Weak).Measure()!;

        Assert.Equal((0 + 0 + 0.5 + 1) / 4, metrics.Apgr, 9);
        Assert.Equal(0.625, metrics.Cpt50, 9);
    }

    [Fact]
    public void Measure_RowCountedTwice_IsAsIfItStoodTwice()
    {
        var twice = new RoutingCurve([4, 3, 2, 1], Strong, Weak).Measure([2, 1, 0, 1]);
        var written = new RoutingCurve([4, 4, 3, 1], [1, 1, 1, 0], [0, 0, 0, 1]).Measure();

        Assert.Equal(written!.Apgr, twice!.Apgr, 9);
        Assert.Equal(written.Cpt80, twice.Cpt80, 9);
    }

    [Fact]
    public void Measure_NoGap_HasNoMetrics() => Assert.Null(new RoutingCurve([1, 2], [1, 0], [0, 1]).Measure());

    [Fact]
    public void Measure_WeakGoodEnough_NeedsNoCloud()
    {
        var metrics = new RoutingCurve([1, 2], [1.0, 1.0], [0.99, 0.99]).Measure()!;

        Assert.Equal(0, metrics.Share95);
        Assert.Equal(0, metrics.Share98);
    }
}
