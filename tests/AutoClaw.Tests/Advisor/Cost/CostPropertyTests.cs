using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Cost;
using CsCheck;

namespace AutoClaw.Tests.Advisor.Cost;

public sealed class CostPropertyTests
{
    private static readonly Architecture[] Architectures = Enum.GetValues<Architecture>();

    [Fact]
    public void Cost_MoreVolume_IsNeverLower() => Gen.Select(AnyInputs.All, Gen.Double[0, 2]).Sample(
        (inputs, power) =>
        {
            var more = inputs with { Workload = inputs.Workload with { RequestsPerMonth = inputs.Workload.RequestsPerMonth * Math.Pow(10, power) } };
            Assert.All(Architectures, architecture => AtLeast(CostModel.MonthlyUsd(inputs, architecture), CostModel.MonthlyUsd(more, architecture)));
        },
        iter: AnyInputs.Cases);

    [Fact]
    public void Cost_MoreTokens_IsNeverLower() => Gen.Select(AnyInputs.All, Gen.Double[0, 5000], Gen.Double[0, 2000]).Sample(
        (inputs, input, output) =>
        {
            var work = inputs.Workload;
            var more = inputs with { Workload = work with { InputTokens = work.InputTokens + input, OutputTokens = work.OutputTokens + output } };
            Assert.All(Architectures, architecture => AtLeast(CostModel.MonthlyUsd(inputs, architecture), CostModel.MonthlyUsd(more, architecture)));
        },
        iter: AnyInputs.Cases);

    [Fact]
    public void Hybrid_NothingOrAllLocal_IsTheCloudOrLocal() => AnyInputs.All.Sample(
        inputs =>
        {
            var free = inputs with { Constraints = new ConstraintInputs { MustStayLocalShare = 0 } };
            var none = free with { Hybrid = free.Hybrid with { LocalTokenShare = 0, LocalRequestShare = 0 } };
            Same(CostModel.MonthlyUsd(none, Architecture.AllCloud), CostModel.MonthlyUsd(none, Architecture.Hybrid));

            var all = free with { Hybrid = free.Hybrid with { LocalTokenShare = 1, LocalRequestShare = 1, EscalationShare = 0, VerifyShare = 0 } };
            Same(CostModel.MonthlyUsd(all, Architecture.AllLocal), CostModel.MonthlyUsd(all, Architecture.Hybrid));
        },
        iter: AnyInputs.Cases);

    /// <summary>
    /// Where a share moves whole replicas and nothing is paid whatever the volume, a token has one price on each side, and any mix costs
    /// something between the two.
    /// </summary>
    [Fact]
    public void Hybrid_WholeReplicasAndNothingFixed_IsBetweenItsParts() => Gen.Select(AnyInputs.All, Gen.Int[1, 20], Gen.Int[0, 20]).Sample(
        (any, replicas, part) =>
        {
            var inputs = any with
            {
                Constraints = new ConstraintInputs { MustStayLocalShare = 0 },
                Cloud = any.Cloud with { LabourFte = 0 },
                Local = any.Local with { LabourFte = 0, SpareReplicas = 0 },
                Hybrid = new HybridInputs { LocalTokenShare = (double)Math.Min(part, replicas) / replicas, RouterRecovery = 0.6 },
            };
            var volume = replicas * CostModel.Curve(inputs, Architecture.AllLocal).RequestsPerReplica;
            inputs = inputs with { Workload = inputs.Workload with { RequestsPerMonth = volume } };
            var (local, cloud) = (CostModel.MonthlyUsd(inputs, Architecture.AllLocal), CostModel.MonthlyUsd(inputs, Architecture.AllCloud));
            var hybrid = CostModel.MonthlyUsd(inputs, Architecture.Hybrid);
            AtLeast(Math.Min(local, cloud), hybrid);
            AtLeast(hybrid, Math.Max(local, cloud));
        },
        iter: AnyInputs.Cases);

    [Fact]
    public void Breakdown_Parts_AddUp() => AnyInputs.All.Sample(
        inputs => Assert.All(Architectures, architecture =>
        {
            var cost = CostModel.Breakdown(inputs, architecture);
            Same(cost.MonthlyUsd, cost.ApiUsd + cost.HardwareUsd + cost.PowerUsd + cost.LabourUsd + cost.OtherUsd);
            Assert.InRange(cost.LeavingTokenShare, 0, 1 - MustStayIn(inputs, architecture) + 1e-12);
            Assert.InRange(cost.MeanUtilisation ?? 0, 0, inputs.Local.Utilisation / inputs.Workload.PeakToAverage * (1 + 1e-9));
        }),
        iter: AnyInputs.Cases);

    private static void AtLeast(double low, double high) => Assert.True(high >= low * (1 - 1e-9), $"{high} < {low}");

    private static void Same(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Max(1, Math.Abs(expected)));

    private static double MustStayIn(AdvisorInputs inputs, Architecture architecture) => architecture switch
    {
        Architecture.AllLocal => 1,
        Architecture.Hybrid => inputs.MustStay,
        _ => 0,
    };
}
