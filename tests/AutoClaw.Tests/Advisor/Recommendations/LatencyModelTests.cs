using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Recommendations;

namespace AutoClaw.Tests.Advisor.Recommendations;

public sealed class LatencyModelTests
{
    // 500 + 300 / 100 s.
    [Fact]
    public void FirstAnswer_OfAModelThatThinks_IsAfterTheThought() => Assert.Equal(
        3500,
        LatencyModel.FirstAnswerMs(Known.Inputs with { Cloud = Known.Cloud with { ReasoningTokens = 300 } }, Architecture.AllCloud),
        1e-9);

    [Fact]
    public void FirstAnswer_OfTheOthers_IsTheFirstToken()
    {
        Assert.Equal(100, LatencyModel.FirstAnswerMs(Known.Inputs, Architecture.AllLocal));
        Assert.Equal(400, LatencyModel.FirstAnswerMs(Known.Inputs, Architecture.HostedOpenWeights));
    }

    [Fact]
    public void FirstAnswer_OfAHybrid_IsItsLaterSides() => Assert.Equal(500, LatencyModel.FirstAnswerMs(Known.Inputs, Architecture.Hybrid));

    // 100 + 200 / 50 s for the whole local answer, then 500.
    [Fact]
    public void FirstAnswer_Escalated_IsAfterTheWholeLocalAnswer() => Assert.Equal(
        4600,
        LatencyModel.FirstAnswerMs(Known.Inputs with { Hybrid = Known.Inputs.Hybrid with { EscalationShare = 0.1 } }, Architecture.Hybrid),
        1e-9);
}
