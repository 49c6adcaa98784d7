using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Uptimes;
using CsCheck;

namespace AutoClaw.Tests.Advisor.Uptimes;

public sealed class UptimeTests
{
    // 0.9 x 0.8.
    [Fact]
    public void Series_IsTheProduct() => Assert.Equal(0.72, Uptime.Series(0.9, 0.8), 1e-15);

    // 1 - 0.1 x 0.2.
    [Fact]
    public void Parallel_IsWhatNotAllMiss() => Assert.Equal(0.98, Uptime.Parallel(0.9, 0.8), 1e-15);

    // Two of three at 0.9: 0.729 + 3 x 0.81 x 0.1. One of two: 1 - 0.01. Two of two: 0.81.
    [Theory]
    [InlineData(2, 1, 0.972)]
    [InlineData(1, 1, 0.99)]
    [InlineData(2, 0, 0.81)]
    [InlineData(0, 0, 1)]
    public void AtLeast_IsTheBinomialSum(int needed, int spare, double expected) => Assert.Equal(expected, Uptime.AtLeast(needed, spare, 0.9), 1e-12);

    [Fact]
    public void AtLeast_NeverOrAlways_IsSo()
    {
        Assert.Equal(0, Uptime.AtLeast(1, 3, 0));
        Assert.Equal(1, Uptime.AtLeast(3, 2, 1));
    }

    [Fact]
    public void Of_Hybrid_PinnedTrafficHasOnlyOnesOwnEngines()
    {
        var inputs = Known.Inputs with { Constraints = new ConstraintInputs { MustStayLocalShare = 0.25 } };
        var uptime = Uptime.Of(inputs, Architecture.Hybrid);

        // One replica without a spare one: 0.99 x 0.9 = 0.891; with the cloud 1 - 0.109 x 0.01 = 0.99891; the gateway is 0.999.
        Assert.Equal(0.999 * 0.891, uptime.Pinned, 1e-12);
        Assert.Equal(0.999 * 0.99891, uptime.Free, 1e-12);
        Assert.Equal((0.25 * 0.999 * 0.891) + (0.75 * 0.999 * 0.99891), uptime.All, 1e-12);
        Assert.Equal((1 - uptime.All) * 43_829.1, uptime.DownMinutesPerMonth, 1e-6);
    }

    [Fact]
    public void Of_TheOthers_IsTheGatewayAndWhatIsBehindIt()
    {
        // One and a spare one: 0.99 x 0.99.
        Assert.Equal(0.999 * 0.9801, Uptime.Of(Known.Inputs, Architecture.AllLocal).All, 1e-12);
        Assert.Equal(0.999 * 0.99, Uptime.Of(Known.Inputs, Architecture.AllCloud).All, 1e-12);
        Assert.Equal(0.999 * 0.98, Uptime.Of(Known.Inputs, Architecture.HostedOpenWeights).All, 1e-12);
        Assert.Equal(0, Uptime.Of(Known.Inputs, Architecture.AllCloud).Pinned);
    }

    [Fact]
    public void Of_AnyInputs_IsAShareAndAHybridIsNoWorseThanTheCloudForWhatIsFree() => AnyInputs.All.Sample(
        inputs =>
        {
            foreach (var architecture in Enum.GetValues<Architecture>())
            {
                var uptime = Uptime.Of(inputs, architecture);
                Assert.InRange(uptime.All, 0, inputs.GatewayAvailability + 1e-12);
                Assert.InRange(uptime.Pinned, 0, inputs.GatewayAvailability);
                Assert.InRange(uptime.Free, 0, inputs.GatewayAvailability);
            }

            Assert.True(Uptime.Of(inputs, Architecture.Hybrid).Free >= Uptime.Of(inputs, Architecture.AllCloud).Free - 1e-12);
        },
        iter: AnyInputs.Cases);
}
