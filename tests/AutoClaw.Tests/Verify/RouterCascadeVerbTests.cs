using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Verify;

namespace AutoClaw.Tests.Verify;

public sealed class RouterCascadeVerbTests
{
    [Fact]
    public void Cascade_Table_HasEveryPolicyOfEverySource()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));

        var (exit, output, progress) = Run("--data", file.Path, "--local", "8B", "--resamples", "5");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("even: 30 questions, local 0.667 (small-8B), cloud 1.000", output, StringComparison.Ordinal);
        Assert.All(["verify", "votes", "agree other", "prompt", "random", "oracle", "pooled: 60 questions", "out_of_fold"], word => Assert.Contains(word, output, StringComparison.Ordinal));
        Assert.Contains("fold 1 of 5 done", progress, StringComparison.Ordinal);
    }

    [Fact]
    public void Cascade_Json_HasSharesAndPolicies()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));

        var (exit, output, _) = Run("--data", file.Path, "--json", "--local", "8B", "--checks", "other", "--seed", "3", "--resamples", "5");

        Assert.Equal(ExitCode.Ok, exit);
        using var json = JsonDocument.Parse(output);
        Assert.Equal((3, 5), (json.RootElement.GetProperty("seed").GetInt32(), json.RootElement.GetProperty("resamples").GetInt32()));
        Assert.Equal(21, json.RootElement.GetProperty("shares").GetArrayLength());
        var agree = json.RootElement.GetProperty("sources")[0].GetProperty("policies").EnumerateArray().Single(p => p.GetProperty("policy").GetString() == "agree other");
        Assert.Equal(1, agree.GetProperty("cloud_share_kept").GetDouble());
    }

    [Fact]
    public void Cascade_Out_WritesAScorerThatCanBeRead()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(60));
        var path = file.Path + ".scorer.json";

        var (exit, _, _) = Run("--data", file.Path, "--out", path, "--resamples", "1");

        Assert.Equal(ExitCode.Ok, exit);
        var text = File.ReadAllText(path);
        Assert.NotNull(GainScorerFile.Read(text));
        Assert.Contains("60 questions, SHA-256 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Cascade_OutNotWritable_SaysSo()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(20));

        var (exit, _, error) = Run("--data", file.Path, "--out", "/none/such/scorer.json");

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("could not be written", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cascade_BadLine_NamesItAndFails()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Line(1), "{}");

        var (exit, output, error) = Run("--data", file.Path);

        Assert.Equal((ExitCode.Failed, ""), (exit, output));
        Assert.Contains($"{file.Path}:2: 'id' is missing", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cascade_TooFewQuestions_SaysSo()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(9));

        var (exit, _, error) = Run("--data", file.Path);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("too few to measure on", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cascade_NoSuchModel_SaysSo()
    {
        using var file = new RecordedQuestionFile(RecordedQuestionFile.Lines(20));

        var (exit, _, error) = Run("--data", file.Path, "--model", "/none/such.acrm");

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("/none/such.acrm: no such file", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--data", "x", "--resamples", "0")]
    public void Options_Wrong_AreParseErrors(params string[] args) =>
        Assert.NotEmpty(AutoClawCommand.Create().Parse(["router", "cascade", .. args]).Errors);

    private static (int Exit, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = RouterVerb.Create(new Terminal(output, error, colour: false)).Parse(["cascade", .. args]).Invoke();
        return (exit, output.ToString(), error.ToString());
    }
}
