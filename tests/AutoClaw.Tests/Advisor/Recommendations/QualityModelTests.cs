using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Recommendations;
using CsCheck;

namespace AutoClaw.Tests.Advisor.Recommendations;

public sealed class QualityModelTests
{
    // Half is kept, R / (1 - R) = 3: 0.9 - 0.1 x 0.125.
    [Fact]
    public void Of_Hybrid_LosesAPowerOfTheShare() => Assert.Equal(0.8875, QualityModel.Of(Known.Inputs, Architecture.Hybrid), 1e-12);

    // A router that knows nothing loses the share itself: 0.9 - 0.1 x 0.5.
    [Fact]
    public void Of_RandomRouter_IsTheMean() =>
        Assert.Equal(0.85, QualityModel.Of(Known.Inputs with { Hybrid = Known.Inputs.Hybrid with { RouterRecovery = 0.5 } }, Architecture.Hybrid), 1e-12);

    // 0.2 must stay, at 0.8. Of the 0.8 that may leave 0.3 is kept after a quarter of the 0.4 asked locally is escalated: k = 0.375.
    [Fact]
    public void Of_PinnedAndEscalated_EachAtItsOwn()
    {
        var inputs = Known.Inputs with
        {
            Constraints = new ConstraintInputs { MustStayLocalShare = 0.2 },
            Hybrid = new HybridInputs { LocalTokenShare = 0.6, EscalationShare = 0.25, RouterRecovery = 0.75 },
        };

        Assert.Equal((0.2 * 0.8) + (0.8 * (0.9 - (0.1 * 0.052734375))), QualityModel.Of(inputs, Architecture.Hybrid), 1e-12);
    }

    // The local model is better: 0.5 x 0.95 + 0.5 x 0.9.
    [Fact]
    public void Of_LocalIsBetter_GoesByTheShare() =>
        Assert.Equal(0.925, QualityModel.Of(Known.Inputs with { Local = Known.Local with { Quality = 0.95 } }, Architecture.Hybrid), 1e-12);

    [Fact]
    public void Of_AnyInputs_HybridIsBetweenItsParts() => AnyInputs.All.Sample(
        inputs =>
        {
            var (low, high) = (Math.Min(inputs.Local.Quality, inputs.Cloud.Quality), Math.Max(inputs.Local.Quality, inputs.Cloud.Quality));
            Assert.InRange(QualityModel.Of(inputs, Architecture.Hybrid), low - 1e-12, high + 1e-12);
        },
        iter: AnyInputs.Cases);
}
