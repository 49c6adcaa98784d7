using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using CsCheck;

namespace AutoClaw.Tests.Routing.Aims;

public sealed class AimControllerTests
{
    private const int Window = 500;

    private static readonly Calibration Calibration = RouterModel.Shipped.Calibration;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.35)]
    [InlineData(0.7)]
    [InlineData(0.95)]
    public void Decide_CloudShareWhileTheMixDrifts_EveryWindowIsWithinTwoPoints(double share)
    {
        var controller = new AimController(new CloudShareAim(share), Calibration);
        var chosen = DriftingTraffic.Requests(seed: 1).Select(score => controller.Decide(score).IsCloud ? 1 : 0).ToArray();

        // From the first whole window on, and thus 500 requests after every change: there is no window that a change spoils.
        var sum = chosen.Take(Window).Sum();
        for (var end = Window; end < chosen.Length; end++)
        {
            Assert.True(Math.Abs(((double)sum / Window) - share) <= 0.02, $"{sum} of {Window} before request {end}");
            sum += chosen[end] - chosen[end - Window];
        }
    }

    [Theory]
    [InlineData(0.96)]
    [InlineData(0.98)]
    public void Decide_QualityWhileTheMixDrifts_PredictedQualityIsWithinAPointAndAHalf(double quality)
    {
        var controller = new AimController(new QualityAim(quality), Calibration);
        var count = 0;
        foreach (var score in DriftingTraffic.Requests(seed: 2))
        {
            controller.Decide(score);
            var settled = ++count % DriftingTraffic.Phase;
            if (settled is 0 or >= Window)
            {
                // Better than promised is right only where no request is sent away: then no cheaper choice is left.
                var held = controller.QualityShare!.Value;
                Assert.True(held >= quality - 0.015, $"{held} after {count}");
                Assert.True(held <= quality + 0.015 || controller.CloudShare < 0.005, $"{held} after {count} at {controller.CloudShare}");
            }
        }
    }

    [Fact]
    public void Decide_CloudShareOnceSettled_ChoosesNearlyAsWellAsTheBestFixedThreshold()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var decided = DriftingTraffic.Requests(seed: 3).Select(score => (score.Score, controller.Decide(score).IsCloud)).ToArray();
        for (var phase = 0; phase < DriftingTraffic.Phases; phase++)
        {
            var settled = decided.AsSpan((phase * DriftingTraffic.Phase) + Window, DriftingTraffic.Phase - Window).ToArray();
            var sent = settled.Count(d => d.IsCloud);
            var gain = settled.Where(d => d.IsCloud).Sum(d => d.Score);
            var best = settled.Select(d => d.Score).OrderDescending().Take(sent).Sum();
            var blind = settled.Average(d => d.Score) * sent;
            TestContext.Current.TestOutputHelper?.WriteLine($"phase {phase}: {(gain - blind) / (best - blind):0.000} of the way from blind to best");
            Assert.True(gain - blind >= 0.93 * (best - blind), $"phase {phase}: {gain} of {best}, blind {blind}");
        }
    }

    [Fact]
    public void Decide_SteadyMix_ThresholdStaysCalm()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var steps = new List<double>();
        foreach (var score in DriftingTraffic.Requests(seed: 4).Take(DriftingTraffic.Phase))
        {
            var before = controller.Threshold;
            controller.Decide(score);
            steps.Add(Math.Abs(controller.Threshold - before));
        }

        var settled = steps.Skip(Window).Order().ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"step median {settled[settled.Length / 2]}, 99 % {settled[settled.Length * 99 / 100]}");
        Assert.True(settled[settled.Length / 2] <= 0.02, $"median {settled[settled.Length / 2]}");
        Assert.True(settled[settled.Length * 99 / 100] <= 0.2, $"99 % {settled[settled.Length * 99 / 100]}");
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 1000)]
    public void Decide_Ends_AreExact(double share, int expected)
    {
        var controller = new AimController(new CloudShareAim(share), Calibration);
        var random = new Random(5);

        Assert.Equal(expected, Enumerable.Range(0, 1000).Count(_ => controller.Decide(Score(random.NextSingle(), random.NextSingle())).IsCloud));
    }

    [Fact]
    public void Decide_EqualScoresOnly_SharesThemOutEvenly()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var chosen = Enumerable.Range(0, 2000).Select(_ => controller.Decide(Score(0.4f, 0.2f)).IsCloud).ToArray();

        for (var start = 0; start + 100 <= chosen.Length; start++)
        {
            Assert.InRange(chosen.Skip(start).Take(100).Count(cloud => cloud), 26, 44);
        }
    }

    [Fact]
    public void Decide_AnyTrafficAndShare_NeverLeavesTheBound() => Gen.Float[0, 1].Array[1200].Select(Gen.Double[0, 1]).Sample(
        (fails, share) =>
        {
            var controller = new AimController(new CloudShareAim(share), Calibration);
            var chosen = fails.Select(local => controller.Decide(Score(local, 0.2f)).IsCloud ? 1 : 0).ToArray();
            return Enumerable.Range(0, chosen.Length - Window).All(start => Math.Abs(chosen.AsSpan(start, Window).ToArray().Sum() - (share * Window)) <= 10);
        },
        iter: 20);

    [Fact]
    public async Task Decide_ManyThreads_HoldsTheShareAsOneDoes()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var cloud = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            return Enumerable.Range(0, 5000).Count(_ => controller.Decide(Score(random.NextSingle(), 0.2f)).IsCloud);
        })));

        Assert.InRange(cloud.Sum(), (0.35 * 40000) - 5, (0.35 * 40000) + 5);
        Assert.InRange(controller.CloudShare!.Value, 0.33, 0.37);
        Assert.Equal(Window, controller.Requests);
    }

    [Fact]
    public void Count_RequestsWithoutAChoice_AreMadeUpForByTheOthers()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var random = new Random(6);
        for (var i = 0; i < 2000; i++)
        {
            if (i % 5 == 0)
            {
                controller.Count(Place.Cloud);
            }
            else
            {
                controller.Decide(Score(random.NextSingle(), 0.2f));
            }
        }

        Assert.InRange(controller.CloudShare!.Value, 0.33, 0.37);
    }

    [Fact]
    public void Count_MoreThanTheAimAllows_IsNotPaidBackWithoutEnd()
    {
        var controller = new AimController(new CloudShareAim(0.1), Calibration);
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            controller.Count(Place.Cloud);
        }

        var sent = Enumerable.Range(0, Window).Count(_ => controller.Decide(Score(random.NextSingle(), 0.2f)).IsCloud);
        Assert.InRange(sent, 40, 60);
    }

    [Fact]
    public void Move_EveryTenthLocalAnswerFails_TheShareOfAnswersHolds()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var random = new Random(8);
        var answered = new List<int>();
        for (var i = 0; i < 3000; i++)
        {
            var verdict = controller.Decide(Score(random.NextSingle(), 0.2f));
            var moves = !verdict.IsCloud && random.Next(10) == 0;
            if (moves)
            {
                verdict.Receipt.Move();
            }

            answered.Add(verdict.IsCloud || moves ? 1 : 0);
        }

        for (var start = 0; start + Window <= answered.Count; start++)
        {
            Assert.Equal(0.35, answered.Skip(start).Take(Window).Average(), 0.02);
        }

        Assert.Equal(answered.TakeLast(Window).Average(), controller.CloudShare!.Value, 9);
    }

    [Fact]
    public void Move_RequestThatLeftTheWindow_CountsInTheBalanceAlone()
    {
        var controller = new AimController(new CloudShareAim(0.5), Calibration);
        var first = controller.Count(Place.Local);
        for (var i = 0; i < Window; i++)
        {
            controller.Count(Place.Cloud);
        }

        first.Move();
        Assert.Equal(1, controller.CloudShare);
        default(AimReceipt).Move();
    }

    [Fact]
    public void Peek_AnyNumber_ChangesNothing()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var threshold = controller.Threshold;
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(new AimVerdict(threshold, true), controller.Peek(Score(1, 0)));
        }

        Assert.Equal((threshold, 0, null, null), (controller.Threshold, controller.Requests, controller.CloudShare, controller.QualityShare));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.35)]
    [InlineData(0.6)]
    public void New_CloudShare_BeginsAtTheCalibratedThreshold(double share) => Assert.Equal(
        Calibration.ThresholdForCloudShare(share), new AimController(new CloudShareAim(share), Calibration).Threshold, 0.02);

    [Fact]
    public void New_Quality_BeginsNearTheCalibratedShare()
    {
        var threshold = new AimController(new QualityAim(0.95), Calibration).Threshold;

        Assert.Equal(Calibration.CloudShareAt(Calibration.ThresholdForQuality(0.95)), Calibration.CloudShareAt(threshold), 0.15);
    }

    [Fact]
    public void Decide_AnyRequest_AllocatesNothing()
    {
        var controller = new AimController(new QualityAim(0.98), Calibration);
        Assert.Equal(0, Allocations.Of(() => controller.Decide(Score(0.5f, 0.2f))));
    }

    [Fact]
    public void Holds_AnotherAimOrModel_IsFalse()
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);

        Assert.True(controller.Holds(new CloudShareAim(0.35), Calibration));
        Assert.False(controller.Holds(new CloudShareAim(0.36), Calibration));
        Assert.False(controller.Holds(new QualityAim(0.35), Calibration));
        Assert.False(controller.Holds(new CloudShareAim(0.35), new Calibration([0.9f, 0.1f], [0.5f, 1f], 0.3f)));
    }

    private static RouterScore Score(float localFails, float cloudFails) => new(localFails, cloudFails);
}
