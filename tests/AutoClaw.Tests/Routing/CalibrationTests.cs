using AutoClaw.Core.Routing;
using CsCheck;

namespace AutoClaw.Tests.Routing;

public sealed class CalibrationTests
{
    private static readonly Calibration Small = new([0.9f, 0.5f, 0.1f], [0.6f, 0.8f, 1f], 0.3f);

    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.25, 0.7)]
    [InlineData(0.75, 0.3)]
    public void ThresholdForCloudShare_BetweenPoints_IsInterpolated(double share, double expected) =>
        Assert.Equal(expected, Small.ThresholdForCloudShare(share), 6);

    [Fact]
    public void ThresholdForCloudShare_Ends_AreOutOfReachOfAnyScore()
    {
        Assert.True(Small.ThresholdForCloudShare(0) > 1);
        Assert.True(Small.ThresholdForCloudShare(1) < -1);
    }

    [Theory]
    [InlineData(0.6, 2.0)]
    [InlineData(0.7, 0.7)]
    [InlineData(0.9, 0.3)]
    public void ThresholdForQuality_BetweenPoints_IsTheHighestThatKeepsIt(double quality, double expected) =>
        Assert.Equal(expected, Small.ThresholdForQuality(quality), 5);

    [Theory]
    [InlineData(0.95, 0.0)]
    [InlineData(0.7, 0.25)]
    [InlineData(0.05, 1.0)]
    public void CloudShareAt_Threshold_IsTheInverse(double threshold, double expected) =>
        Assert.Equal(expected, Small.CloudShareAt(threshold), 5);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NegativeInfinity)]
    public void Aims_OutOfRange_AreRefused(double aim)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.ThresholdForCloudShare(aim));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.ThresholdForQuality(aim));
    }

    [Fact]
    public void Shipped_MoreCloudOrQuality_NeverRaisesTheThreshold()
    {
        var calibration = RouterModel.Shipped.Calibration;
        Gen.Double[0, 1].Select(Gen.Double[0, 1]).Sample((a, b) =>
        {
            var (low, high) = a < b ? (a, b) : (b, a);
            return calibration.ThresholdForCloudShare(high) <= calibration.ThresholdForCloudShare(low)
                && calibration.ThresholdForQuality(high) <= calibration.ThresholdForQuality(low);
        });
    }

    [Fact]
    public void Shipped_ThresholdForQuality_KeepsAtLeastThatQuality()
    {
        var calibration = RouterModel.Shipped.Calibration;
        foreach (var quality in new[] { 0.9, 0.95, 0.98, 0.99 })
        {
            Assert.True(calibration.QualityAt(calibration.ThresholdForQuality(quality)) >= quality - 0.005, $"{quality}");
        }
    }

    [Fact]
    public void New_RisingThresholds_AreRefused() => Assert.Throws<ArgumentException>(() => new Calibration([0.1f, 0.5f], [0f, 1f], 0f));

    [Fact]
    public void New_OnePoint_IsRefused() => Assert.Throws<ArgumentException>(() => new Calibration([0.1f], [0f], 0f));
}
