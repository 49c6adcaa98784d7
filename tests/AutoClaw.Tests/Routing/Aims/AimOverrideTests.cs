using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Tests.Routing.Aims;

public sealed class AimOverrideTests
{
    private static readonly Candidate Local = new(0, "local", Place.Local);
    private static readonly Candidate Cloud = new(1, "cloud", Place.Cloud) { Tools = false };

    [Theory]
    [InlineData("cloud_share=0.2", null, 0.2, null)]
    [InlineData(" cloud_share = 1 ", null, 1.0, null)]
    [InlineData("quality=.98", null, null, 0.98)]
    [InlineData("local", Place.Local, null, null)]
    [InlineData("cloud", Place.Cloud, null, null)]
    public void TryParse_OneOfTheForms_IsRead(string text, Place? only, double? share, double? quality)
    {
        Assert.True(AimOverride.TryParse(text, out var value));
        Assert.Equal(new AimOverride(only, share, quality), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Local")]
    [InlineData("cloud_share")]
    [InlineData("cloud_share=")]
    [InlineData("cloud_share=1.01")]
    [InlineData("cloud_share=-0.1")]
    [InlineData("cloud_share=NaN")]
    [InlineData("cloud_share=1e-1")]
    [InlineData("cloud_share=0,5")]
    [InlineData("quality=0.9,local")]
    [InlineData("budget=5")]
    [InlineData("threshold=0.5")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(AimOverride.TryParse(text, out _));

    [Fact]
    public void Decide_Place_LeavesTheOtherOut()
    {
        var plan = new RoutePlan("auto", [Local, Cloud], threshold: 2);

        var decision = Decide(plan, "cloud");

        Assert.Equal(("cloud", -1, DecisionReason.AimHeader), (decision.Order[decision.Next(0)].Engine, decision.Next(decision.Next(0) + 1), decision.Reason));
        Assert.Null(decision.Score);
    }

    [Fact]
    public void Decide_PlaceThatCannotTakeIt_LeavesNothing()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], threshold: 2), "cloud", tools: true);

        Assert.Equal((0UL, "tools"), (decision.Allowed, decision.Missing));
    }

    [Fact]
    public void Decide_PlaceThatTheRouteLacks_LeavesNothing() =>
        Assert.Equal((0UL, "place"), (Decide(new RoutePlan("pin", [Local], threshold: null), "cloud") is var d ? (d.Allowed, d.Missing) : default));

    [Theory]
    [InlineData("cloud_share=1", DecisionReason.ScoreAtOrAboveThreshold)]
    [InlineData("cloud_share=0", DecisionReason.ScoreBelowThreshold)]
    [InlineData("quality=0", DecisionReason.ScoreBelowThreshold)]
    public void Decide_Aim_ReplacesTheRoutesAndIsNotCounted(string text, string reason)
    {
        var controller = new AimController(new CloudShareAim(0.5), RouterModel.Shipped.Calibration);
        var before = controller.Save();

        Assert.Equal(reason, Decide(new RoutePlan("auto", [Local, Cloud], 0.3, controller), text).Reason);
        Assert.Equal(before, controller.Save());
    }

    private static Decision Decide(RoutePlan plan, string aim, bool tools = false)
    {
        Assert.True(AimOverride.TryParse(aim, out var wanted));
        var facts = new RequestFacts(10, null, tools, NeedsVision: false, NeedsJsonSchema: false);
        var input = new RouterInput { Text = "what's the weather like"u8, Turns = 1, ConversationBytes = 23 };
        return Router.Decide(plan, facts, input, RouterModel.Shipped, TimeProvider.System, new DecisionTerms(Counts: true) { Override = wanted });
    }
}
