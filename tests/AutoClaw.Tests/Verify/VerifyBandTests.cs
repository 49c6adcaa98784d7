using AutoClaw.Core.Verify;

namespace AutoClaw.Tests.Verify;

public sealed class VerifyBandTests
{
    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.75, true)]
    [InlineData(0.5, true)]
    [InlineData(0.2, false)]
    [InlineData(0.8, false)]
    public void Contains_Around_MovesWithTheThreshold(double score, bool inside) => Assert.Equal(inside, new VerifyBand(0.25, -1, 1).Contains(score, 0.5));

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public void Contains_ThresholdBeyondEveryScore_IsFalse(double threshold)
    {
        Assert.False(new VerifyBand(null, -1, 1).Contains(0, threshold));
        Assert.False(new VerifyBand(2, -1, 1).Contains(0, threshold));
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0.3, true)]
    [InlineData(0.31, false)]
    [InlineData(0.09, false)]
    public void Contains_FromTo_StaysWhereItIs(double score, bool inside) => Assert.Equal(inside, new VerifyBand(null, 0.1, 0.3).Contains(score, 0.9));
}
