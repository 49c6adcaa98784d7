using AutoClaw.Core.Model;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Tests.Routing.Aims;

public sealed class AimStateTests
{
    private static readonly Calibration Calibration = RouterModel.Shipped.Calibration;

    [Fact]
    public void Restore_Saved_GoesOnAsIfNothingHadHappened()
    {
        var first = Used(700);
        var second = new AimController(new CloudShareAim(0.35), Calibration);
        Assert.True(second.Restore(first.Save()));

        Assert.Equal((first.Threshold, first.CloudShare, first.QualityShare, first.Requests), (second.Threshold, second.CloudShare, second.QualityShare, second.Requests));
        var random = new Random(2);
        for (var i = 0; i < 1000; i++)
        {
            var score = new RouterScore(random.NextSingle(), 0.2f);
            Assert.Equal(first.Decide(score) with { Receipt = default }, second.Decide(score) with { Receipt = default });
        }
    }

    [Fact]
    public void Restore_FewRequests_KeepsWhatStandsInForTheRest()
    {
        var first = Used(3);
        var second = new AimController(new CloudShareAim(0.35), Calibration);
        Assert.True(second.Restore(first.Save()));

        Assert.Equal((first.Threshold, 3), (second.Threshold, second.Requests));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Restore_DamagedOrOfAnotherVersion_BeginsAnew(int cut, int version)
    {
        var state = Used(700).Save();
        state[0] += (byte)version;
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var fresh = controller.Save();

        Assert.Equal(cut == 0 && version == 0, controller.Restore(state.AsSpan(cut)));
        if (cut + version > 0)
        {
            Assert.Equal(fresh, controller.Save());
        }
    }

    [Fact]
    public void Restore_BalanceBeyondReason_IsCutToTheBound()
    {
        var state = Used(700).Save();
        state.AsSpan(1, 8).Fill(0x7f);
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        Assert.True(controller.Restore(state));

        Assert.Contains(Enumerable.Range(0, 20), _ => controller.Decide(new RouterScore(1, 0)).IsCloud);
    }

    [Fact]
    public void Fingerprint_Calibrations_AreToldApart()
    {
        Assert.Equal(Make(0.3f).Fingerprint, Make(0.3f).Fingerprint);
        Assert.NotEqual(Make(0.3f).Fingerprint, Make(0.4f).Fingerprint);
        Assert.NotEqual(Make(0.3f).Fingerprint, Calibration.Fingerprint);

        static Calibration Make(float fallback) => new([0.9f, 0.1f], [0.5f, 1f], fallback);
    }

    private static AimController Used(int requests)
    {
        var controller = new AimController(new CloudShareAim(0.35), Calibration);
        var random = new Random(1);
        for (var i = 0; i < requests; i++)
        {
            if (i % 10 == 9)
            {
                controller.Count(Place.Local);
            }
            else
            {
                controller.Decide(new RouterScore(random.NextSingle(), 0.2f));
            }
        }

        return controller;
    }
}
