using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Core.Verify;

namespace AutoClaw.Tests.Routing;

public sealed class SpillTests
{
    private static readonly Candidate Local = new(0, "local", Place.Local);
    private static readonly Candidate Second = new(1, "second", Place.Local) { Tools = false };
    private static readonly Candidate Cloud = new(2, "cloud", Place.Cloud) { Vision = false };

    [Fact]
    public void Decide_EveryLocalEngineIsBusy_PutsTheCloudFirstAndKeepsTheLocalOnes()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Second, Cloud], threshold: 2), busy: 0b11);
        Assert.Equal(("cloud", DecisionReason.LocalBusy, 0b111UL), (decision.Order[0].Engine, decision.Reason, decision.Allowed));
    }

    [Fact]
    public void Decide_OneLocalEngineIsFree_StaysLocal() => Assert.Equal(
        DecisionReason.ScoreBelowThreshold, Decide(new RoutePlan("auto", [Local, Second, Cloud], threshold: 2), busy: 0b01).Reason);

    [Fact]
    public void Decide_TheFreeOneCannotTakeIt_PutsTheCloudFirst() => Assert.Equal(
        DecisionReason.LocalBusy, Decide(new RoutePlan("auto", [Local, Second, Cloud], threshold: 2), busy: 0b01, tools: true).Reason);

    [Fact]
    public void Decide_ScoreIsTheClouds_SaysSo() => Assert.Equal(
        DecisionReason.ScoreAtOrAboveThreshold, Decide(new RoutePlan("auto", [Local, Cloud], threshold: -1), busy: 0b1).Reason);

    [Theory]
    [InlineData(DecisionReason.Pinned, null, null, false)]
    [InlineData(DecisionReason.AimHeader, 2.0, "local", false)]
    [InlineData(DecisionReason.ScoreBelowThreshold, 2.0, "cloud_share=0", false)]
    [InlineData(DecisionReason.Capability, 2.0, null, true)]
    public void Decide_WhatMustStayLocal_StaysHoweverBusy(string reason, double? threshold, string? aim, bool vision)
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], threshold), busy: 0b1, aim: aim, vision: vision);
        Assert.Equal((reason, "local"), (decision.Reason, decision.Order[decision.Next(0)].Engine));
    }

    [Fact]
    public void Decide_InTheVerifyBand_IsNotCheckedLocallyFirst()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], threshold: 0.5) { Verify = new VerifyBand(null, -1, 1) }, busy: 0b1);
        Assert.Equal((DecisionReason.LocalBusy, false), (decision.Reason, decision.Verify));
    }

    [Fact]
    public void Decide_ConversationIsLocal_SpillsAllTheSame()
    {
        var score = Decide(new RoutePlan("auto", [Local, Cloud], threshold: 2), busy: 0).Score!.Value.Score;
        var plan = new RoutePlan("auto", [Local, Cloud], score - 0.01);
        Assert.Equal(DecisionReason.ConversationStays, Decide(plan, busy: 0, stay: Place.Local).Reason);
        Assert.Equal(DecisionReason.LocalBusy, Decide(plan, busy: 0b1, stay: Place.Local).Reason);
    }

    [Fact]
    public void Decide_WithAnAim_IsCountedWhereTheScoreSaysUntilTheCloudHasAnswered()
    {
        var controller = new AimController(new CloudShareAim(0.1), RouterModel.Shipped.Calibration);
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], 2, controller), busy: 0b1);
        Assert.Equal((DecisionReason.LocalBusy, true, false), (decision.Reason, decision.Receipt.IsCounted, decision.Receipt.IsCloud));
    }

    [Fact]
    public void LocalBits_OfAPlan_AreItsLocalCandidates()
    {
        Assert.Equal(0b11UL, new RoutePlan("auto", [Cloud, Local, Second], 0).LocalBits);
        Assert.Equal(ulong.MaxValue, new RoutePlan("all", [.. Enumerable.Range(0, 64).Select(i => new Candidate(i, $"e{i}", Place.Local))], null).LocalBits);
    }

    private static Decision Decide(RoutePlan plan, ulong busy, bool tools = false, bool vision = false, string? aim = null, Place? stay = null)
    {
        AimOverride wanted = default;
        Assert.True(aim is null || AimOverride.TryParse(aim, out wanted));
        var input = new RouterInput { Text = "what's the weather like"u8, Turns = 1, ConversationBytes = 23 };
        return Router.Decide(plan, new RequestFacts(10, null, tools, vision, NeedsJsonSchema: false), input, RouterModel.Shipped, TimeProvider.System, new DecisionTerms(Counts: true)
        {
            Busy = busy, Override = aim is null ? null : wanted, Stay = stay is { } place ? new ConversationStay(place, 0) : null,
        });
    }
}
