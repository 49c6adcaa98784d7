using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;

namespace AutoClaw.Tests.Routing.Tuning;

/// <summary>What tuning reaches for a customer whose questions the model never saw. Needs the shared data; skipped without them.</summary>
public sealed class SimulatedCustomerTests(Customer customer) : IClassFixture<Customer>
{
    private static readonly TuningOptions Options = new();

    [Fact]
    public void Fit_FifteenHundredLabels_RaisesApgrOnHeldOutQuestions()
    {
        var model = Base();
        double[] tuned = [.. Enumerable.Range(1, 3).Select(seed => HeldOutApgr(model, 1500, seed))];
        var untouched = Customer.Apgr(model, customer.Draw(1500, 1).HeldOut);

        Assert.InRange(untouched, 0.50, 0.56);
        Assert.True(tuned.Average() >= 0.61 && tuned.Min() >= 0.60, string.Join(' ', tuned));
    }

    [Fact]
    public void Fit_TwoHundredLabels_RaisesApgrOnHeldOutQuestionsALittle()
    {
        var model = Base();
        double[] tuned = [.. Enumerable.Range(1, 6).Select(seed => HeldOutApgr(model, 200, seed))];

        Assert.True(tuned.Average() >= 0.56 && tuned.Min() >= 0.53, string.Join(' ', tuned));
    }

    [Fact]
    public void Run_TwoHundredLabels_MostlySaysThatTheyAreNotEnough()
    {
        var model = Base();
        var results = Enumerable.Range(1, 6).Select(draw => new Tuner(model, customer.Draw(200, draw).Labels, Options).Run()).ToArray();

        Assert.All(results, r => Assert.Equal(r.Model is null, r.Verdict.Advantages.Any(a => !a.IsShown)));
        Assert.True(results.Count(r => r.Model is null) >= 4, string.Join(' ', results.Select(r => r.Model is null)));
    }

    [Fact]
    public void Run_AllLabels_PromotesAndKeepsTheShareOfTheDefaultThreshold()
    {
        var model = Base();
        var labels = customer.Draw(6000, 1).Labels;
        var result = new Tuner(model, labels, Options).Run();

        Assert.True(result.Verdict.Promoted, string.Join(' ', result.Verdict.Advantages));
        Assert.Equal(
            Share(model, labels, model.Calibration.DefaultThreshold), Share(result.Model!, labels, result.Model!.Calibration.DefaultThreshold), 0.1);
    }

    private static double Share(RouterModel model, TuningRow[] rows, double threshold) =>
        rows.Count(r => RunningScores.Of(model, r.Features) >= threshold) / (double)rows.Length;

    private double HeldOutApgr(RouterModel model, int labels, int seed)
    {
        var (drawn, heldOut) = customer.Draw(labels, seed);
        var heads = new TunedHeads(model, drawn, keep: 0, Options);
        heads.Fit();
        return Customer.Apgr(new RouterModel(heads.Parts(), model.Calibration, "{}"), heldOut);
    }

    private RouterModel Base()
    {
        Assert.SkipUnless(customer.Base is not null, $"The shared data are not here ({Customer.Folder}); set AUTOCLAW_SHARED to the folder that holds them.");
        return customer.Base!;
    }
}
