using AutoClaw.Core.Routing;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.Tests.Verify;

public sealed class CascadeEvaluationTests
{
    private static readonly CascadeOptions Options = new() { Resamples = 20, Local = ["8B"] };

    [Fact]
    public void Run_DisagreementTellsTheHardOnes_KeepsAllQualityAtTheirShare()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(300));

        var report = CascadeEvaluation.Run(RecordedQuestions.Read(file.Path), Options, RouterModel.Shipped);

        Assert.Equal(["even", "odd", "pooled"], report.Sources.Select(source => source.Source));
        Assert.Equal("model", report.PromptScores);
        var pooled = report.Sources[^1];
        Assert.Equal((300, 1.0), (pooled.Questions, pooled.CloudQuality));
        Assert.Equal(2 / 3.0, pooled.LocalQuality, 12);
        Assert.Equal(["verify", "votes", "answer", "prompt", "random", "oracle"], pooled.Policies.Select(policy => policy.Policy));
        var policies = pooled.Policies.ToDictionary(policy => policy.Policy);
        Assert.InRange(policies["verify"].Share99!.Value, 0.32, 0.34);
        Assert.Equal(policies["oracle"].Share99!.Value, policies["verify"].Share99!.Value, 2);
        Assert.Equal(0.97, policies["random"].Share99!.Value, 12);
        Assert.True(policies["prompt"].Share99 > 0.5);
        Assert.Equal((2.0, 0.0), (policies["verify"].Checks, policies["prompt"].Checks));
        Assert.Equal(CascadeReport.Shares.Count, policies["verify"].Kept!.Count);
        Assert.InRange(policies["verify"].Share99!.Value, policies["verify"].Share99Low!.Value, policies["verify"].Share99High!.Value);
    }

    [Fact]
    public void Run_OneCheck_HasThePointThatItKeepsByItself()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));

        var report = CascadeEvaluation.Run(RecordedQuestions.Read(file.Path), Options, RouterModel.Shipped);

        var policies = report.Sources[0].Policies.ToDictionary(policy => policy.Policy);
        Assert.Equal((1.0, 1 / 3.0, 1.0), (policies["agree other"].Checks, policies["agree other"].CloudShare!.Value, policies["agree other"].CloudShareKept!.Value));

        // One that has no answer never agrees: everything goes to the cloud.
        Assert.Equal((1.0, 1.0), (policies["agree mute"].CloudShare, policies["agree mute"].CloudShareKept));
    }

    [Fact]
    public void Run_ChecksNamed_UsesThoseAlone()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));

        var report = CascadeEvaluation.Run(RecordedQuestions.Read(file.Path), Options with { Checks = ["OTHER"] }, RouterModel.Shipped);

        Assert.Equal(["verify", "votes", "agree other", "answer", "prompt", "random", "oracle"], report.Sources[0].Policies.Select(policy => policy.Policy));
        Assert.Equal(1, report.Sources[0].Policies[0].Checks);
    }

    [Fact]
    public void Run_NoneOfTheWantedModels_TakesTheFirst()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));

        var report = CascadeEvaluation.Run(RecordedQuestions.Read(file.Path), Options with { Local = ["none"] }, RouterModel.Shipped);

        Assert.Equal(["mute"], report.Sources[^1].Local);
    }

    [Fact]
    public void Run_Twice_GivesTheSameFigures()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));
        var data = RecordedQuestions.Read(file.Path);

        var once = CascadeEvaluation.Run(data, Options, model: null);
        var again = CascadeEvaluation.Run(data, Options, model: null);

        Assert.Equal("out_of_fold", once.PromptScores);
        Assert.Equivalent(once, again, strict: true);
    }

    [Fact]
    public void Run_RecordedAnswers_ReachesThePublishedFigures()
    {
        var shared = Environment.GetEnvironmentVariable("AUTOCLAW_SHARED") ?? Path.Combine(AppContext.BaseDirectory, "../../../../../shared");
        var file = Path.Combine(shared, "router-data", "cascade", "recorded_answers.jsonl");
        Assert.SkipUnless(File.Exists(file), $"The shared data are not here ({file}); set AUTOCLAW_SHARED to the folder that holds them.");

        // The shipped model's prompt scores stand in for the out-of-fold ones, which take a minute; the checks carry the result.
        var report = CascadeEvaluation.Run(RecordedQuestions.Read(file), new CascadeOptions { Resamples = 1 }, RouterModel.Shipped);

        double Share99(string source, string policy) => report.Sources.Single(s => s.Source == source).Policies.Single(p => p.Policy == policy).Share99!.Value;
        Assert.InRange(Share99("zeroeval_gsm", "verify"), 0, 0.22);
        Assert.InRange(Share99("mmlu_pro", "verify"), 0, 0.52);
        Assert.True(Share99("pooled", "verify") < Share99("pooled", "prompt"));
    }
}
