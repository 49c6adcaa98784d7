using AutoClaw.Core.Model;
using AutoClaw.Core.Pricing;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Routing.Aims;

public sealed class BudgetAimTests
{
    private const double CallUsd = 0.01;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Decide_ADayOfTraffic_SpendsEvenly()
    {
        var (controller, meter) = Controller(usd: 20);
        var spent = Enumerable.Range(0, 23).Select(_ => Run(controller, meter, requests: 400, hours: 1, mean: 0.4)).ToArray();

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', spent));
        Assert.InRange(spent.Sum(), 20 / 24m * 22, 20 / 24m * 24);
        Assert.All(spent, hour => Assert.InRange(hour, 20 / 24m * 0.9m, 20 / 24m * 1.1m));
    }

    [Fact]
    public void Decide_QuietHours_AreNotMadeUpForAtOnce()
    {
        var (controller, meter) = Controller(usd: 20);
        Run(controller, meter, requests: 1000, hours: 2, mean: 0.4);
        _time.Advance(TimeSpan.FromHours(10));
        var left = (double)(20 - meter.Spent.Usd) / 12;

        var spent = (double)Run(controller, meter, requests: 400, hours: 1, mean: 0.4);
        Assert.InRange(spent, left * 0.5, left * 1.6);
    }

    [Fact]
    public void Decide_HarderMix_CostsNoMore()
    {
        var (controller, meter) = Controller(usd: 20);
        var easy = Run(controller, meter, requests: 2000, hours: 6, mean: 0.2);
        var hard = Run(controller, meter, requests: 2000, hours: 6, mean: 0.7);

        Assert.InRange(hard, easy * 0.7m, easy * 1.5m);
    }

    [Fact]
    public void Decide_NoGain_IsNotWorthAnyBudget()
    {
        var (controller, _) = Controller(usd: 1000);
        for (var i = 0; i < 1000; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(controller.Decide(Score(0.2f, 0.3f), CallUsd).IsCloud);
        }
    }

    [Fact]
    public void Decide_SpentAlready_SendsNothing()
    {
        var aim = new BudgetAim(Money.FromUsd(1), BudgetPeriod.Day);
        var controller = new AimController(aim, RouterModel.Shipped.Calibration, new BudgetMeter(aim, Money.FromUsd(1), _time), _time);

        Assert.False(controller.Decide(Score(1, 0), CallUsd).IsCloud);
    }

    [Fact]
    public void Decide_SameGainAtFarHigherCost_StaysLocal()
    {
        var controller = new AimController(new QualityAim(0.9), RouterModel.Shipped.Calibration);
        var random = new Random(3);
        var sent = (Cheap: 0, Dear: 0);
        for (var i = 0; i < 4000; i++)
        {
            var score = Score(random.NextSingle(), 0.1f);
            if (controller.Decide(score with { CloudTokens = 100 }, i % 2 == 0 ? 0.001 : 0.02).IsCloud)
            {
                sent = i % 2 == 0 ? (sent.Cheap + 1, sent.Dear) : (sent.Cheap, sent.Dear + 1);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{sent}, quality {controller.QualityShare}");
        Assert.True(sent.Cheap > 3 * sent.Dear, $"{sent}");
        Assert.InRange(controller.QualityShare!.Value, 0.89, 0.91);
    }

    [Fact]
    public void Decide_LengthUnknown_IsThePlainThreshold()
    {
        var controller = new AimController(new QualityAim(0.9), RouterModel.Shipped.Calibration);

        Assert.Equal(controller.Peek(Score(0.9f, 0.1f)), controller.Peek(Score(0.9f, 0.1f), usd: 5));
    }

    [Theory]
    [InlineData(0.3, 2.0)]
    [InlineData(0.3, 0.5)]
    [InlineData(-0.3, 2.0)]
    [InlineData(0.0, 2.0)]
    public void Threshold_AnyScore_SaysWhatItsWorthDoes(double lambda, double relative)
    {
        for (var score = -1.0; score <= 1; score += 0.01)
        {
            Assert.Equal(CostGain.Worth(score, relative) >= lambda, score >= CostGain.Threshold(lambda, relative));
        }
    }

    [Theory]
    [InlineData(0, 0, 0.001 * 1000 + 0.002 * 512)]
    [InlineData(100, 0, 0.001 * 1000 + 0.002 * 100)]
    [InlineData(100, 50, 0.001 * 1000 + 0.002 * 50)]
    public void CloudCostsMore_Request_IsPromptAndWhateverLengthIsKnown(int cloudTokens, int limit, double expected)
    {
        var prices = new RoutePrices(PriceRow.Own("l", 0, 0), PriceRow.Own("c", 1000, 2000));
        var facts = new RequestFacts(1000, limit == 0 ? null : limit, false, false, false);

        Assert.Equal(expected, prices.CloudCostsMore(facts, Score(0, 0) with { CloudTokens = cloudTokens }), 9);
        Assert.Equal(0, (prices with { Cloud = null }).CloudCostsMore(facts, Score(0, 0)));
        Assert.Equal(0, new RoutePrices(prices.Cloud, prices.Local).CloudCostsMore(facts, Score(0, 0)));
    }

    private static RouterScore Score(float localFails, float cloudFails) => new(localFails, cloudFails);

    private (AimController Controller, BudgetMeter Meter) Controller(decimal usd)
    {
        var aim = new BudgetAim(Money.FromUsd(usd), BudgetPeriod.Day);
        var meter = new BudgetMeter(aim, Money.Zero, _time);
        return (new AimController(aim, RouterModel.Shipped.Calibration, meter, _time), meter);
    }

    // Requests at even distances; every call that goes to the cloud costs the same.
    private decimal Run(AimController controller, BudgetMeter meter, int requests, double hours, double mean)
    {
        var random = new Random(requests);
        var before = meter.Spent.Usd;
        for (var i = 0; i < requests; i++)
        {
            _time.Advance(TimeSpan.FromHours(hours / requests));
            var score = Score((float)Math.Clamp(mean + ((random.NextDouble() - 0.5) * 0.6), 0, 1), 0.1f);
            if (controller.Decide(score, CallUsd).IsCloud && meter.TryReserve(Money.FromUsd((decimal)CallUsd), isBounded: true, out var reservation))
            {
                meter.Settle(reservation, Money.FromUsd((decimal)CallUsd), _time.GetUtcNow());
            }
        }

        return meter.Spent.Usd - before;
    }
}
