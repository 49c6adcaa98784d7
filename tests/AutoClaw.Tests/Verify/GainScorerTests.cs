using AutoClaw.Core.Verify;
using AutoClaw.Core.Verify.Training;

namespace AutoClaw.Tests.Verify;

public sealed class GainScorerTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var weights = Enumerable.Range(0, AnswerFeatures.Count).Select(i => i / 7.0).ToArray();
        var scorer = new GainScorer(weights, [.. weights.Reverse()]);

        var read = GainScorerFile.Read(GainScorerFile.Write(scorer, "a test"))!;

        Assert.Equal(scorer.LocalFails, read.LocalFails);
        Assert.Equal(scorer.CloudFails, read.CloudFails);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"version":1,"local_fails":[1],"cloud_fails":[1]}""")]
    [InlineData("""{"version":2,"local_fails":[0,0,0,0,0,0,0,0,0,0,0,0,0],"cloud_fails":[0,0,0,0,0,0,0,0,0,0,0,0,0]}""")]
    public void Read_NoSuchFile_IsNull(string text) => Assert.Null(GainScorerFile.Read(text));

    [Fact]
    public void Train_OneFeatureTells_ScoresByIt()
    {
        double[][] features = [.. Enumerable.Range(0, 200).Select(i => new[] { 1.0, i % 2 })];
        double[] localFails = [.. features.Select(row => row[1])];

        var scorer = GainFit.Train(features, localFails, new double[200], [.. Enumerable.Range(0, 200)], seed: 1);

        Assert.True(scorer.Score([1, 1]) > 0.7);
        Assert.True(scorer.Score([1, 0]) < 0.2);
        Assert.Equal(scorer.LocalFails, GainFit.Train(features, localFails, new double[200], [.. Enumerable.Range(0, 200)], seed: 1).LocalFails);
    }

    [Fact]
    public void Shipped_HarderPrompt_ExpectsMoreOfTheCloud()
    {
        double Gain(double promptScore)
        {
            var features = new double[AnswerFeatures.Count];
            AnswerFeatures.Fill(new FinalAnswer(AnswerKind.Number, "7"), 400, promptScore, 300, features);
            return GainScorer.Shipped.Score(features);
        }

        Assert.True(Gain(0.6) > Gain(0.0));
    }
}
