using AutoClaw.Core.Advisor;
using AutoClaw.Core.Advisor.Recommendations;
using AutoClaw.Core.Advisor.Uncertainties;
using AutoClaw.Core.Model;
using CsCheck;
using TheAdvisor = AutoClaw.Core.Advisor.Advisor;

namespace AutoClaw.Tests.Advisor.Recommendations;

public sealed class AdvisorTests
{
    [Theory]
    [InlineData(Priority.DataPrivacy, Architecture.AllLocal)]
    [InlineData(Priority.LowestCost, Architecture.Hybrid)]
    [InlineData(Priority.BestReasoning, Architecture.AllCloud)]
    [InlineData(Priority.FastestToMarket, Architecture.AllCloud)]
    [InlineData(Priority.Compliance, Architecture.AllLocal)]
    [InlineData(Priority.RealTime, Architecture.AllLocal)]
    public void Advise_DefaultInputs_ReproducesTheTable(Priority priority, Architecture expected)
    {
        var advice = TheAdvisor.Advise(AdvisorInputs.Default with { Priority = priority });

        Assert.Equal((expected, expected, false), (advice.Recommended, advice.TableSays, advice.DiffersFromTable));
        Assert.DoesNotContain(advice.Reasons, reason => reason.Code == "differs_from_table");
    }

    [Fact]
    public void Advise_LowestCostOfFewRequests_IsTheCloudAgainstTheTable()
    {
        var advice = TheAdvisor.Advise(At(5000));

        Assert.Equal((Architecture.AllCloud, true), (advice.Recommended, advice.DiffersFromTable));
        Assert.Contains(advice.Reasons, reason => reason is { Code: "differs_from_table", Architecture: Architecture.AllCloud });
        Assert.Contains(advice.Reasons, reason => reason is { Code: "table_costs_more", Architecture: Architecture.Hybrid });
    }

    [Fact]
    public void Advise_PrivacyOfFewRequests_IsLocalAndSaysWhatItCosts()
    {
        var advice = TheAdvisor.Advise(At(5000) with { Priority = Priority.DataPrivacy });

        Assert.Equal(Architecture.AllLocal, advice.Recommended);
        Assert.Contains(advice.Reasons, reason => reason.Code == "cheaper_elsewhere");
    }

    [Fact]
    public void Advise_CompliantCloud_IsTheCheaperOneAgainstTheTable()
    {
        var inputs = At(5000) with { Priority = Priority.Compliance };
        var signed = inputs with { Cloud = inputs.Cloud with { ProcessorAgreement = true, Region = "eu" }, Constraints = new ConstraintInputs { AllowedRegions = ["eu"] } };

        Assert.Equal(Architecture.AllCloud, TheAdvisor.Advise(signed).Recommended);
        Assert.Equal(Architecture.AllLocal, TheAdvisor.Advise(signed with { Constraints = new ConstraintInputs { AllowedRegions = ["ch"] } }).Recommended);
    }

    [Fact]
    public void Advise_CompliantOnRentedMachines_NeedsAContract()
    {
        var inputs = AdvisorInputs.Default with { Priority = Priority.Compliance };
        var rented = inputs with { Local = inputs.Local with { Payment = HardwarePayment.Rent } };
        var advice = TheAdvisor.Advise(rented);

        Assert.Null(advice.Recommended);
        Assert.Equal("nothing_admitted", Assert.Single(advice.Reasons).Code);
        Assert.Contains(advice.Architectures[0].Exclusions, reason => reason.Code == "rented_without_agreement");
        Assert.Equal(Architecture.AllLocal, TheAdvisor.Advise(rented with { Local = rented.Local with { ProcessorAgreement = true } }).Recommended);
    }

    [Theory]
    [InlineData("must_stay_local", Architecture.AllCloud)]
    [InlineData("first_answer_too_late", Architecture.Hybrid)]
    [InlineData("quality_too_low", Architecture.AllLocal)]
    [InlineData("over_budget", Architecture.AllCloud)]
    [InlineData("region_not_allowed", Architecture.HostedOpenWeights)]
    public void Advise_Constraint_RulesOutWithItsCode(string code, Architecture architecture)
    {
        var constraints = code switch
        {
            "must_stay_local" => new ConstraintInputs { MustStayLocalShare = 0.2 },
            "first_answer_too_late" => new ConstraintInputs { FirstAnswerMs = 1000 },
            "quality_too_low" => new ConstraintInputs { MinimumQuality = 0.9 },
            "over_budget" => new ConstraintInputs { MonthlyUsd = 1000 },
            _ => new ConstraintInputs { AllowedRegions = ["eu", "ch"] },
        };
        var outcome = TheAdvisor.Advise(AdvisorInputs.Default with { Constraints = constraints }).Architectures.First(outcome => outcome.Architecture == architecture);

        Assert.False(outcome.Admitted);
        Assert.Contains(outcome.Exclusions, reason => reason.Code == code && reason.Architecture == architecture && reason.Sentence.EndsWith('.'));
    }

    [Fact]
    public void Advise_LowestCostOfAnyQuality_IsTheHostAgainstTheTable()
    {
        var advice = TheAdvisor.Advise(AdvisorInputs.Default with { Constraints = new ConstraintInputs { MinimumQuality = 0 } });

        Assert.Equal((Architecture.HostedOpenWeights, true), (advice.Recommended, advice.DiffersFromTable));
    }

    [Fact]
    public void Flip_OfTheVolume_IsTheBreakEven()
    {
        var advice = TheAdvisor.Advise(AdvisorInputs.Default);
        var flip = advice.Flips.First(flip => flip.Variable == AdvisorVariable.Volume);
        var pair = advice.BreakEvens.First(pair => (pair.First, pair.Second) == (Architecture.AllCloud, Architecture.Hybrid));

        Assert.Equal(Architecture.AllCloud, flip.Becomes);
        Assert.Contains(pair.Crossings, crossing => Math.Abs((crossing.RequestsPerMonth / flip.Value!.Value) - 1) < 1e-5);
    }

    [Fact]
    public void Flip_NothingMatters_IsNull()
    {
        var advice = TheAdvisor.Advise(AdvisorInputs.Default with { Priority = Priority.DataPrivacy });

        Assert.All(advice.Flips, flip => Assert.Equal((null, null), (flip.Value, flip.Becomes)));
        Assert.All(advice.Flips, flip => Assert.InRange(flip.Now, flip.From, flip.To));
    }

    [Fact]
    public void Flip_OfAnyInputs_ChangesTheAdviceThereAndNotBefore() => AnyInputs.All.Sample(
        inputs =>
        {
            var winner = Ranking.Winner(inputs);
            foreach (var flip in FlipSearch.Of(inputs, winner, []).Where(IsApart))
            {
                Assert.NotEqual(winner, flip.Becomes);
                Assert.Equal(flip.Becomes, Ranking.Winner(VariableLens.With(inputs, flip.Variable, flip.Value!.Value)));

                // As near as the search goes, where a step of a staircase is crossed every few millionths and the advice changes to and fro;
                // or a little further off, where the variable weighs so little that costs a thousand millionth apart are the same number.
                double Before(double step) => flip.Value!.Value + (Math.Sign(flip.Now - flip.Value.Value) * step * Math.Abs(flip.Value.Value));
                Assert.True(Array.Exists([1e-9, 1e-8, 1e-7, 1e-6], step => winner == Ranking.Winner(VariableLens.With(inputs, flip.Variable, Before(step)))), $"{flip} of {winner}");
            }
        },
        iter: 200);

    [Fact]
    public void Winner_AnyInputs_IsAdmittedAndCheapestWhereCostComesFirst() => AnyInputs.All.Sample(
        inputs =>
        {
            var candidates = Admission.Of(inputs);
            var best = Ranking.Best(inputs.Priority, candidates);
            Assert.Equal(best is null, candidates.All(candidate => !candidate.Admitted));
            if (best is null)
            {
                return;
            }

            Assert.True(best.Admitted);
            Assert.True(best.LeavingShare <= 1 - inputs.MustStay + 1e-9);
            if (inputs.Priority == Priority.LowestCost)
            {
                Assert.Equal(candidates.Where(candidate => candidate.Admitted).Min(candidate => candidate.MonthlyUsd), best.MonthlyUsd);
            }
        },
        iter: AnyInputs.Cases);

    [Fact]
    public void Advise_Measured_ReplacesWhatWasAssumed()
    {
        var inputs = AdvisorInputs.Default with
        {
            Measured =
            [
                new MeasuredEngine("mine", Place.Local, "qwen", 0.93, 80, 30, null, 2000),
                new MeasuredEngine("theirs", Place.Cloud, "big", 0.9, 600, 120, 0.02),
                new MeasuredEngine("host", Place.Cloud, AdvisorInputs.Default.Hosted.Model, null, 300),
            ],
        };
        var advice = TheAdvisor.Advise(inputs);

        Assert.Equal(("qwen", 0.93, 80.0, 30.0, 2000.0), (advice.Inputs.Local.Model, advice.Inputs.Local.Quality, advice.Inputs.Local.TtftMs, advice.Inputs.Local.OutputTokensPerSecond, advice.Inputs.Local.DecodeTokensPerSecond));
        Assert.Equal(("big", 300.0), (advice.Inputs.Cloud.Model, advice.Inputs.Hosted.TtftMs));
        Assert.Equal(0.02, advice.Architectures[1].Cost.UsdPerRequest!.Value, 1e-12);
        Assert.Contains(advice.Reasons, reason => reason.Code == "measured");
        Assert.Contains(advice.Reasons, reason => reason.Code == "quality_mixed");
        Assert.Empty(advice.Inputs.Measured);
    }

    [Fact]
    public void Advise_WrongInputs_Throws() => Assert.Throws<ArgumentException>(() => TheAdvisor.Advise(At(0)));

    // Nearer to the input's own value than the search tells values apart, nothing is before it.
    private static bool IsApart(Flip flip) => flip.Value > 1e-9 && Math.Abs(flip.Value.Value - flip.Now) > 1e-4 * Math.Max(flip.Value.Value, flip.Now);

    private static AdvisorInputs At(double volume) =>
        AdvisorInputs.Default with { Workload = AdvisorInputs.Default.Workload with { RequestsPerMonth = volume } };
}
