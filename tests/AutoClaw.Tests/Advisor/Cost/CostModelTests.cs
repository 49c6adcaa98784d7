using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Tests.Advisor.Cost;

public sealed class CostModelTests
{
    [Fact]
    public void Cloud_IsRequestsTimesCostAndLabour()
    {
        var cost = CostModel.Breakdown(Known.Inputs with { Cloud = Known.Cloud with { LabourFte = 0.02 } }, Architecture.AllCloud);

        // 1,000,000 x 0.004 + 0.02 x 10,000; of 1,200 million tokens.
        Assert.Equal((4000.0, 200.0, 4200.0), (cost.ApiUsd, cost.LabourUsd, cost.MonthlyUsd));
        Assert.Equal(0.0042, cost.UsdPerRequest!.Value, 1e-15);
        Assert.Equal(3.5, cost.UsdPerMillionTokens!.Value, 1e-12);
        Assert.Equal((0.0, 1.0, 0), (cost.LocalTokenShare, cost.LeavingTokenShare, cost.ReplicasNeeded));
    }

    [Fact]
    public void Local_IsReplicasPowerAndLabour()
    {
        var cost = CostModel.Breakdown(Known.Inputs, Architecture.AllLocal);

        // One replica takes 1,753,164 requests; one is spare: 2 x 500 hardware, 2 x 50 other, 0.1 x 10,000 labour,
        // 2 x 54.786375 idle power and 1,000,000 x 0.00001875.
        Assert.Equal((1, 1, 48_000.0), (cost.ReplicasNeeded, cost.SpareReplicas, cost.PurchaseUsd));
        Assert.Equal((1000.0, 100.0, 1000.0), (cost.HardwareUsd, cost.OtherUsd, cost.LabourUsd));
        Assert.Equal(128.32275, cost.PowerUsd, 1e-9);
        Assert.Equal(2228.32275, cost.MonthlyUsd, 1e-9);

        // 300,000 s of work in 2 x 2,629,746 s.
        Assert.Equal(300_000.0 / 5_259_492, cost.MeanUtilisation!.Value, 1e-12);
        Assert.Equal((1.0, 0.0), (cost.LocalTokenShare, cost.LeavingTokenShare));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_753_164, 1)]
    [InlineData(1_753_165, 2)]
    [InlineData(3_506_328, 2)]
    [InlineData(17_531_640, 10)]
    [InlineData(17_531_641, 11)]
    public void Replicas_AreAStaircase(double volume, double needed) =>
        Assert.Equal(needed, CostModel.Curve(Known.Inputs, Architecture.AllLocal).ReplicasNeeded(volume));

    // Bought for 48,000; without the write-off a month is 1,228.32275, against 4,000 in the cloud.
    [Fact]
    public void Payback_IsPurchaseOverWhatIsSaved() =>
        Assert.Equal(48_000 / (4000 - 1228.32275), CostModel.PaybackMonths(Known.Inputs, Architecture.AllLocal)!.Value, 1e-9);

    [Fact]
    public void Payback_NothingSavedOrBought_IsNull()
    {
        var few = Known.Inputs with { Workload = Known.Inputs.Workload with { RequestsPerMonth = 1000 } };

        Assert.Null(CostModel.PaybackMonths(few, Architecture.AllLocal));
        Assert.Null(CostModel.PaybackMonths(Known.Inputs, Architecture.HostedOpenWeights));
    }

    [Fact]
    public void Hybrid_TokensAndRequestsApart_EachPartAtItsOwnLength()
    {
        // 80% of the requests hold half of the tokens, so a fifth of them holds the other half: 2,500 + 500 tokens each, at 0.010; 200,000 of them.
        var inputs = Known.Inputs with { Hybrid = new HybridInputs { LocalTokenShare = 0.5, LocalRequestShare = 0.8, RouterRecovery = 0.75 } };
        Assert.Equal(2000, CostModel.Breakdown(inputs, Architecture.Hybrid).ApiUsd, 1e-9);

        // At 5,000 tokens a request they are 12,500 + 500 long, and so in the dearer tier: 200,000 x (12,500 x 4 + 500 x 20) / 1e6.
        var longer = inputs with { Workload = inputs.Workload with { InputTokens = 5000 } };
        Assert.Equal(12_000, CostModel.Breakdown(longer, Architecture.Hybrid).ApiUsd, 1e-9);
    }

    [Fact]
    public void Hybrid_EscalationAndVerification_PayTwice()
    {
        var inputs = Known.Inputs with
        {
            Hybrid = new HybridInputs { LocalTokenShare = 0.6, EscalationShare = 0.1, VerifyShare = 0.25, RouterRecovery = 0.75, LabourFte = 0.05 },
            Constraints = new ConstraintInputs { MustStayLocalShare = 0.2 },
        };
        var cost = CostModel.Breakdown(inputs, Architecture.Hybrid);

        // Leaves: 0.4, and a tenth of the 0.4 that may leave after a local attempt. 0.44 x 4,000.
        Assert.Equal(0.44, cost.LeavingTokenShare, 1e-12);
        Assert.Equal(1760, cost.ApiUsd, 1e-9);

        // Local work is 0.6 x 1.25 of all: power 54.786375 + 0.75 x 18.75; no spare replica; 0.15 x 10,000 of labour.
        Assert.Equal(68.848875, cost.PowerUsd, 1e-9);
        Assert.Equal(1500, cost.LabourUsd, 1e-9);
        Assert.Equal((500.0, 0), (cost.HardwareUsd, cost.SpareReplicas));
        Assert.Equal(1_753_164 / 0.75, CostModel.Curve(inputs, Architecture.Hybrid).RequestsPerReplica, 1e-6);
    }

    [Fact]
    public void Hybrid_MoreMustStayThanIsRouted_Stays()
    {
        var inputs = Known.Inputs with { Constraints = new ConstraintInputs { MustStayLocalShare = 0.9 } };

        Assert.Equal(0.9, CostModel.Breakdown(inputs, Architecture.Hybrid).LocalTokenShare);
        Assert.Equal(0.1, CostModel.Breakdown(inputs, Architecture.Hybrid).LeavingTokenShare, 1e-12);
    }

    [Fact]
    public void Default_FourArchitectures_CostSomething() => Assert.All(
        Enum.GetValues<Architecture>(),
        architecture => Assert.InRange(CostModel.MonthlyUsd(AdvisorInputs.Default, architecture), 100, 100_000));
}
