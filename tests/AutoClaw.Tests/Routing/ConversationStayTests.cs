using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Tests.Routing;

public sealed class ConversationStayTests
{
    private static readonly Candidate Local = new(0, "local", Place.Local);
    private static readonly Candidate Cloud = new(1, "cloud", Place.Cloud) { Vision = false };

    // 2 USD per million prompt tokens, at home nothing.
    private static readonly RoutePrices Prices = new(PriceRow.Own("l", 0, 0), PriceRow.Own("c", 2, 8));

    private static readonly float Score = RouterModel.Shipped.Score(Input()).Score;

    [Theory]
    [InlineData(Place.Local, 100_000, 0.3, 0.1, 0.6)]
    [InlineData(Place.Local, 100_000, -0.3, 0.1, 0.05)]
    [InlineData(Place.Local, 100, 0.3, 0.1, 0.05)]
    [InlineData(Place.Local, 100_000, 0.3, 0.0, 0.05)]
    [InlineData(Place.Cloud, 100_000, 0.3, 0.1, 0.05)]
    public void Margin_WhatIsReadAnew_IsPricedThroughLambda(Place place, long cached, double lambda, double mean, double expected) =>
        Assert.Equal(expected, new ConversationStay(place, cached).Margin(lambda, Prices, mean), 9);

    [Fact]
    public void Margin_NoPrices_IsTheLeast() =>
        Assert.Equal(ConversationStay.LeastMargin, new ConversationStay(Place.Local, 100_000).Margin(0.3, default, 0.1));

    [Theory]
    [InlineData(0.025, Place.Cloud, "cloud", DecisionReason.ConversationStays)]
    [InlineData(0.075, Place.Cloud, "local", DecisionReason.ScoreBelowThreshold)]
    [InlineData(-0.025, Place.Cloud, "cloud", DecisionReason.ScoreAtOrAboveThreshold)]
    [InlineData(-0.025, Place.Local, "local", DecisionReason.ConversationStays)]
    [InlineData(-0.075, Place.Local, "cloud", DecisionReason.ScoreAtOrAboveThreshold)]
    [InlineData(0.025, Place.Local, "local", DecisionReason.ScoreBelowThreshold)]
    public void Decide_Conversation_MovesOnlyWellPastTheThreshold(double thresholdAboveScore, Place stays, string expected, string reason)
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], Score + thresholdAboveScore), new ConversationStay(stays, 0));

        Assert.Equal((expected, reason), (decision.Order[decision.Next(0)].Engine, decision.Reason));
        Assert.Equal(decision.Order[0].Place == Place.Cloud, decision.Score!.Value.Score >= decision.Threshold);
    }

    [Fact]
    public void Decide_ConversationMustMove_Moves()
    {
        var decision = Decide(new RoutePlan("auto", [Local, Cloud], Score), new ConversationStay(Place.Cloud, 0), vision: true);

        Assert.Equal(("local", DecisionReason.Capability), (decision.Order[decision.Next(0)].Engine, decision.Reason));
    }

    [Fact]
    public void Decide_ConversationsUnderAnAim_TheAimStillHolds()
    {
        var controller = new AimController(new CloudShareAim(0.35), RouterModel.Shipped.Calibration);
        var random = new Random(1);
        var stays = 0;
        for (var i = 0; i < 3000; i++)
        {
            // Half of the messages go on with a conversation, and most of those are in the cloud.
            var margin = i % 2 == 0 ? 0 : random.Next(3) == 0 ? 0.1 : -0.1;
            stays += controller.Decide(new RouterScore(random.NextSingle(), 0.2f), 0, margin).IsStay ? 1 : 0;
            Assert.True(controller.Requests < 500 || Math.Abs(controller.CloudShare!.Value - 0.35) <= 0.02, $"{controller.CloudShare} after {i}");
        }

        Assert.InRange(stays, 50, 600);
    }

    private static RouterInput Input() => new() { Text = "what's the weather like"u8, Turns = 1, ConversationBytes = 23 };

    private static Decision Decide(RoutePlan plan, ConversationStay stay, bool vision = false) => Router.Decide(
        plan, new RequestFacts(10, null, false, vision, false), Input(), RouterModel.Shipped, TimeProvider.System,
        new DecisionTerms(Counts: true) { Stay = stay, Prices = Prices });
}
