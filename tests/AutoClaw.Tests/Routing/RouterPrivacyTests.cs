using AutoClaw.Core.Model;
using AutoClaw.Core.Policy;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using AutoClaw.Core.Verify;
using CsCheck;

namespace AutoClaw.Tests.Routing;

/// <summary>A label binds whatever else is asked for.</summary>
public sealed class RouterPrivacyTests
{
    private static readonly Candidate Home = new(0, "home", Place.Local);
    private static readonly Candidate Europe = new(1, "europe", Place.Cloud) { Region = "eu-west-1" };
    private static readonly Candidate Forgetful = new(2, "forgetful", Place.Cloud) { Region = "us-east-1", KeepsNothing = true };
    private static readonly Candidate Silent = new(3, "silent", Place.Cloud);

    private static readonly Gen<PrivacyLabel> Labels = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Int[0, 2], static (local, none, region) => new PrivacyLabel(local, none, region == 0 ? null : region == 1 ? "eu" : "us"));

    private static readonly Gen<DecisionTerms> Terms =
        from label in Labels
        from aim in Gen.Int[0, 4]
        from busy in Gen.ULong[0, 1]
        from maker in Gen.Int[-1, 3]
        from stay in Gen.Int[0, 2]
        from barred in Gen.Int[-1, 3].HashSet[0, 4]
        select new DecisionTerms(Counts: true)
        {
            Privacy = label,
            Barred = barred.Contains(-1) ? null : barred,
            Override = AimOverride.TryParse(((string[])["local", "cloud", "cloud_share=1", "quality=1", ""])[aim], out var asked) ? asked : null,
            Busy = busy,
            Maker = maker < 0 ? null : maker,
            Stay = stay == 0 ? null : new ConversationStay(stay == 1 ? Place.Local : Place.Cloud, 100),
        };

    [Fact]
    public void Decide_AnyTerms_AllowsOnlyWhatTheLabelPermits() =>
        Gen.Select(Terms, Gen.Double[-1, 1], Gen.Bool, Gen.Bool, Gen.Bool).Sample(static (terms, threshold, tools, verify, lossy) =>
        {
            var plan = new RoutePlan("auto", [Silent, Home, Europe, Forgetful], threshold)
            {
                Lossy = lossy, SpillWait = TimeSpan.FromSeconds(1), Verify = verify ? new VerifyBand(2, -1, 1) : null,
            };
            var decision = Decide(plan, terms, tools);
            for (var i = decision.Next(0); i >= 0; i = decision.Next(i + 1))
            {
                Assert.True(PrivacyPolicy.Permits(decision.Order[i], terms));
            }

            Assert.True(decision.First is not { } first || PrivacyPolicy.Permits(decision.Order[first], terms));
        });

    [Fact]
    public void Decide_LocalOnly_NamesItsReason()
    {
        var decision = Decide(new RoutePlan("auto", [Silent, Home], -1), new DecisionTerms(Counts: true) { Privacy = PrivacyLabel.Private }, tools: false);

        Assert.Equal((DecisionReason.Privacy, PrivacyPolicy.Missing, 1UL), (decision.Reason, decision.Missing, decision.Allowed));
        Assert.Equal("home", decision.Order[decision.Next(0)].Engine);
    }

    [Fact]
    public void Decide_LocalOnlyWithoutALocalEngine_AllowsNone() => Assert.Equal(
        0UL, Decide(new RoutePlan("auto", [Silent, Europe], -1), new DecisionTerms(Counts: true) { Privacy = PrivacyLabel.Private }, tools: false).Allowed);

    [Fact]
    public void Decide_Region_LeavesHomeAndThatRegion()
    {
        var decision = Decide(
            new RoutePlan("auto", [Silent, Home, Europe, Forgetful], -1), new DecisionTerms(Counts: true) { Privacy = new PrivacyLabel(false, false, "eu") }, tools: false);

        Assert.Equal(["europe", "home"], decision.Order.Where((_, i) => (decision.Allowed >> i & 1) != 0).Select(candidate => candidate.Engine));
    }

    private static Decision Decide(RoutePlan plan, DecisionTerms terms, bool tools) => Router.Decide(
        plan,
        new RequestFacts(10, null, tools, NeedsVision: false, NeedsJsonSchema: false),
        new RouterInput { Text = "What is the capital of France?"u8, TextBytes = 30, Turns = 1, Tools = 0, ConversationBytes = 30 },
        RouterModel.Shipped,
        TimeProvider.System,
        terms);
}
