using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Verify;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Routing;

public sealed class RouterTests
{
    private static readonly RequestFacts Plain = new(10, null, NeedsTools: false, NeedsVision: false, NeedsJsonSchema: false);

    private static readonly Candidate Local = new(0, "local", Place.Local) { ContextTokens = 4096, Vision = false };
    private static readonly Candidate Second = new(1, "second", Place.Local) { Tools = false };
    private static readonly Candidate Cloud = new(2, "cloud", Place.Cloud);

    [Fact]
    public void Decide_ScoreBelowThreshold_PutsLocalFirstAndKeepsTheCloudAsAWayOut()
    {
        var decision = Decide(new RoutePlan("auto", [Cloud, Local, Second], threshold: 2), Plain);

        Assert.Equal(["local", "second", "cloud"], Allowed(decision));
        Assert.Equal(DecisionReason.ScoreBelowThreshold, decision.Reason);
        Assert.NotNull(decision.Score);
        Assert.Equal(2, decision.Threshold);
    }

    [Fact]
    public void Decide_ScoreAtThreshold_PutsCloudFirst()
    {
        var score = RouterModel.Shipped.Score(Input()).Score;

        var decision = Decide(new RoutePlan("auto", [Local, Cloud], score), Plain);

        Assert.Equal(["cloud", "local"], Allowed(decision));
        Assert.Equal(DecisionReason.ScoreAtOrAboveThreshold, decision.Reason);
    }

    [Theory]
    [InlineData(-0.05)]
    [InlineData(0.05)]
    public void Decide_ScoreInTheVerifyBand_AsksALocalEngineToBeChecked(double distance)
    {
        var score = RouterModel.Shipped.Score(Input()).Score;

        var decision = Decide(new RoutePlan("auto", [Cloud, Local], score + distance) { Verify = new VerifyBand(0.1, -1, 1) }, Plain);

        Assert.Equal(["local", "cloud"], Allowed(decision));
        Assert.Equal((DecisionReason.ScoreInVerifyBand, true), (decision.Reason, decision.Verify));
    }

    [Theory]
    [InlineData(-0.2, "cloud")]
    [InlineData(0.2, "local")]
    public void Decide_ScoreOutsideTheVerifyBand_IsAsWithout(double distance, string first)
    {
        var score = RouterModel.Shipped.Score(Input()).Score;

        var decision = Decide(new RoutePlan("auto", [Cloud, Local], score + distance) { Verify = new VerifyBand(0.1, -1, 1) }, Plain);

        Assert.Equal((first, false), (Allowed(decision)[0], decision.Verify));
    }

    [Fact]
    public void Decide_OnePlaceLeft_IsNotVerified()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], threshold: 0) { Verify = new VerifyBand(null, -1, 1) }, Plain with { NeedsVision = true });

        Assert.False(decision.Verify);
    }

    [Fact]
    public void Decide_CapabilityLeavesOnePlace_AsksNoModel()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], threshold: 2), Plain with { NeedsVision = true });

        Assert.Equal(["cloud"], Allowed(decision));
        Assert.Equal(DecisionReason.Capability, decision.Reason);
        Assert.Equal("vision", decision.Missing);
        Assert.Null(decision.Score);
    }

    [Theory]
    [InlineData(WireName.Anthropic, "cloud")]
    [InlineData(WireName.Gemini, "")]
    public void Decide_VendorTool_GoesToEnginesThatHaveIt(WireName wire, string expected)
    {
        var plan = new RoutePlan("auto", [Local, Cloud with { VendorToolsOf = WireName.Anthropic }], threshold: 2);
        var decision = Decide(plan, Plain with { NeedsTools = true, VendorToolsOf = wire });

        Assert.Equal(expected, string.Join(',', Allowed(decision)));
        Assert.Equal((DecisionReason.Capability, "vendor_tools"), (decision.Reason, decision.Missing));
    }

    [Fact]
    public void Decide_VendorToolThatNobodyHas_IsLeftOutWhereTheRouteAllowsIt()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], threshold: 2) { Lossy = true }, Plain with { VendorToolsOf = WireName.Gemini });

        Assert.Equal(["local", "cloud"], Allowed(decision));
    }

    [Theory]
    [InlineData(1, "local,second,cloud", "second")]
    [InlineData(2, "cloud,local,second", "cloud")]
    public void Decide_Maker_IsFirstWhateverTheScore(int maker, string order, string first)
    {
        foreach (var threshold in (double?[])[-2, 2, null])
        {
            var decision = Decide(new RoutePlan("auto", [Local, Second, Cloud], threshold), Plain, new DecisionTerms(Counts: true) { Maker = maker });

            Assert.Equal(order, string.Join(',', Allowed(decision)));
            Assert.Equal((first, DecisionReason.OpaqueState), (decision.Order[decision.First!.Value].Engine, decision.Reason));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Decide_MakerThatMayNotAnswer_IsNoReason(int maker)
    {
        var decision = Decide(
            new RoutePlan("auto", [Local, Second, Cloud], threshold: 2), Plain with { NeedsTools = true }, new DecisionTerms(Counts: true) { Maker = maker });

        Assert.Equal(["local", "cloud"], Allowed(decision));
        Assert.Equal((DecisionReason.ScoreBelowThreshold, (int?)null), (decision.Reason, decision.First));
    }

    [Theory]
    [InlineData(4096L, null, "local")]
    [InlineData(4000L, 96L, "local")]
    [InlineData(4000L, 97L, "")]
    [InlineData(4097L, null, "")]
    public void Decide_ContextLength_CountsPromptAndAnswer(long input, long? output, string expected)
    {
        var decision = Decide(new RoutePlan("pin", [Local], threshold: null), Plain with { InputTokens = input, MaxOutputTokens = output });

        Assert.Equal(expected, string.Join(',', Allowed(decision)));
        Assert.Equal(expected.Length == 0 ? "context_length" : null, decision.Missing);
    }

    [Fact]
    public void Decide_Pinned_IsNeverScored()
    {
        var decision = Decide(new RoutePlan("local", [Local, Second], threshold: null), Plain with { NeedsTools = true });

        Assert.Equal(["local"], Allowed(decision));
        Assert.Equal(DecisionReason.Pinned, decision.Reason);
        Assert.Null(decision.Score);
    }

    [Fact]
    public void Decide_OnePlace_SaysSo() =>
        Assert.Equal(DecisionReason.OnePlace, Decide(new RoutePlan("auto", [Local, Second], threshold: 0.1), Plain).Reason);

    [Fact]
    public void Decide_AnyRequest_AllocatesNothing()
    {
        var plan = new RoutePlan("auto", [Local, Cloud], threshold: 0.1);
        Assert.Equal(0, Allocations.Of(() => Decide(plan, Plain)));
    }

    [Fact]
    public void Create_MoreCandidatesThanBits_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => new RoutePlan("many", [.. Enumerable.Range(0, 65).Select(i => new Candidate(i, $"e{i}", Place.Local))], null));

    [Fact]
    public void Next_LastBit_EndsTheOrder()
    {
        var order = Enumerable.Range(0, 64).Select(i => new Candidate(i, $"e{i}", Place.Local)).ToArray();
        var decision = new Decision(order, 1UL << 63, DecisionReason.Pinned);

        Assert.Equal(63, decision.Next(0));
        Assert.Equal(-1, decision.Next(64));
    }

    private static RouterInput Input() => new() { Text = "what's the weather like"u8, Turns = 1, ConversationBytes = 23 };

    private static Decision Decide(RoutePlan plan, RequestFacts facts) => Decide(plan, facts, new DecisionTerms(Counts: true));

    private static Decision Decide(RoutePlan plan, RequestFacts facts, DecisionTerms terms) =>
        Router.Decide(plan, facts, Input(), RouterModel.Shipped, TimeProvider.System, terms);

    private static List<string> Allowed(Decision decision)
    {
        var names = new List<string>();
        for (var i = decision.Next(0); i >= 0; i = decision.Next(i + 1))
        {
            names.Add(decision.Order[i].Engine);
        }

        return names;
    }
}
