using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Data;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;
using CsCheck;
using TheAdvisor = AutoClaw.Core.Advisor.Advisor;

namespace AutoClaw.Tests.Advisor.Recommendations;

/// <summary>
/// With a quality of 0.85 at least, the cloud (4,000) and the hybrid are left. The hybrid costs 2,000 of API, 1,000 of labour, 500 of hardware,
/// 50 of other, 54.786375 of idle power and half of 18.75 of the other power: 3,614.161375.
/// </summary>
public sealed class FlipTests
{
    private static readonly AdvisorInputs Inputs = Known.Inputs with { Constraints = new ConstraintInputs { MinimumQuality = 0.85 } };

    // 4,000 f = 2,000 f + 1,614.161375.
    [Fact]
    public void CloudPrice_IsWhereBothCostTheSame() => Flips(AdvisorVariable.CloudPrice, 1614.161375 / 2000, Architecture.AllCloud);

    // 385.838625 more of labour at 10,000 an FTE.
    [Fact]
    public void Labour_IsWhereBothCostTheSame() => Flips(AdvisorVariable.Labour, 0.1 + (385.838625 / 10_000), Architecture.AllCloud);

    // 500 f of hardware.
    [Fact]
    public void HardwarePrice_IsWhereBothCostTheSame() => Flips(AdvisorVariable.HardwarePrice, 1 + (385.838625 / 500), Architecture.AllCloud);

    // 0.004 v = 1,604.786375 + (0.002 + 0.000009375) v.
    [Fact]
    public void Volume_IsTheBreakEven() => Flips(AdvisorVariable.Volume, 1_604.786375 / (0.002 - 0.000009375), Architecture.AllCloud);

    // The quality falls with the cube of the share: 0.9 - 0.1 s^3 = 0.85 at 0.7937; below 0.4031 the saving does not pay for the rest:
    // 4,000 (1 - s) + 1,604.786375 + 18.75 s = 4,000. The one below is nearer.
    [Fact]
    public void LocalShare_IsTheNearerOfTwo() => Flips(AdvisorVariable.LocalShare, 1_604.786375 / 3981.25, Architecture.AllCloud);

    [Fact]
    public void HostedPrice_OfAHostThatIsRuledOut_IsNothing()
    {
        var flip = TheAdvisor.Advise(Inputs).Flips.First(flip => flip.Variable == AdvisorVariable.HostedPrice);

        Assert.Equal((1.0, 0.0, 100.0, null, null), (flip.Now, flip.From, flip.To, flip.Value, flip.Becomes));
    }

    [Fact]
    public void Advise_AnyInputs_IsWholeAndCanBeWritten() => AnyInputs.All.Sample(
        inputs =>
        {
            var valid = inputs with { Workload = inputs.Workload with { OutputTokens = inputs.Workload.OutputTokens + 1 } };
            Assert.Empty(valid.Problems());
            var advice = TheAdvisor.Advise(valid with { Uncertainty = valid.Uncertainty with { Samples = 20 }, HighestVolume = 1e7 });
            Assert.Equal(Enum.GetValues<Architecture>(), advice.Architectures.Select(outcome => outcome.Architecture));
            Assert.Equal(6, advice.BreakEvens.Length);
            Assert.NotEmpty(advice.Reasons);
            Assert.Equal(advice.Recommended is null, advice.Architectures.All(outcome => !outcome.Admitted));
            Assert.NotEmpty(AdvisorJson.Write(advice));
        },
        iter: 200);

    [Fact]
    public void On_AnotherCard_HasItsPricesAndPower()
    {
        var local = Known.Local.On(MarketData.Shipped, "rtx-4090", 2)!;

        Assert.Equal(("rtx-4090", 2), (local.Accelerator, local.AcceleratorsPerReplica));
        Assert.Equal(MarketData.Shipped.FindPrice("rtx-4090", AcceleratorPriceKind.Purchase)!.Usd.Typical, local.PurchaseUsd);
        Assert.Null(Known.Local.On(MarketData.Shipped, "abacus", 1));
        Assert.Null(Known.Local.On(MarketData.Shipped, "a40", 1));
    }

    private static void Flips(AdvisorVariable variable, double expected, Architecture becomes)
    {
        var advice = TheAdvisor.Advise(Inputs);
        Assert.Equal(Architecture.Hybrid, advice.Recommended);
        var flip = advice.Flips.First(flip => flip.Variable == variable);
        Assert.Equal(becomes, flip.Becomes);
        Assert.Equal(expected, flip.Value!.Value, expected * 1e-6);
    }
}
