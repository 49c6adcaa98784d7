using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class RouterVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-router-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Train_ThenScoreAndEvaluate_WorkOnTheWrittenFile()
    {
        var data = WriteRows(TrainingRows.Make(400).Rows);
        var model = Path.Combine(_folder, "model.acrm");
        var heldOut = Path.Combine(_folder, "heldout.tsv");

        var (trained, said, progress) = Run("train", "--data", data, "--out", model, "--holdout-out", heldOut);
        Assert.Equal(ExitCode.Ok, trained);
        Assert.Contains("default threshold", said, StringComparison.Ordinal);
        Assert.Contains("fold 1 of 5 done", progress, StringComparison.Ordinal);
        Assert.Equal(
            TrainingRows.Make(400).Rows.Where(r => Dataset.IsHeldOut(r.Key)).Select(r => $"{r.Source}\t{r.Id}"), File.ReadAllLines(heldOut));

        var (scored, lines, _) = Run("score", "--model", model, "--data", data);
        Assert.Equal(ExitCode.Ok, scored);
        var expected = RouterModel.Load(File.ReadAllBytes(model)).Score(new RouterInput { Text = "turn on lamp number 0"u8, Turns = 1 }).Score;
        Assert.Equal($"row-0\t{expected:R}", lines.Split('\n')[0].TrimEnd());
        Assert.Equal(400, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        var (evaluated, json, _) = Run("evaluate", "--model", model, "--data", data, "--json", "--resamples", "20");
        Assert.Equal(ExitCode.Ok, evaluated);
        using var report = JsonDocument.Parse(json);
        var sources = report.RootElement.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("source").GetString());
        Assert.Equal(["exam", "labels", "pooled"], sources);
    }

    [Fact]
    public void Evaluate_Folds_PrintsEveryOrderOfTheTable()
    {
        var (exit, table, _) = Run("evaluate", "--folds", "2", "--data", WriteRows(TrainingRows.Make(200).Rows), "--resamples", "5");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.All(["APGR", "CPT(50%)", "CPT(80%)", "router", "random", "length", "oracle", "pooled"], word => Assert.Contains(word, table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("domain")]
    [InlineData("source")]
    public void Evaluate_Group_LeavesOutRowsWithoutOutcomes(string group)
    {
        var (exit, json, progress) = Run("evaluate", "--group", group, "--data", WriteRows(TrainingRows.Make(200).Rows), "--resamples", "5", "--json");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains(group == "source" ? "fold 1 of 1 done" : "fold 1 of 5 done", progress, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(json);
        Assert.Equal(group, report.RootElement.GetProperty("group").GetString());
        Assert.Equal(["exam", "pooled"], report.RootElement.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("source").GetString()));
    }

    [Fact]
    public void Evaluate_Pair_MeasuresRowsOfThatPairAlone()
    {
        var data = WriteRows(TrainingRows.Make(200).Rows);
        string[] pair = ["--pair", "strong=big,weak=small", "--data", data, "--resamples", "5", "--json"];
        var (shipped, byModel, _) = Run(["evaluate", .. pair]);
        var (transferred, byFolds, _) = Run(["evaluate", "--folds", "2", "--train-pair", "strong=other,weak=small", .. pair]);

        Assert.Equal((ExitCode.Ok, ExitCode.Ok), (shipped, transferred));
        foreach (var json in new[] { byModel, byFolds })
        {
            using var report = JsonDocument.Parse(json);
            Assert.Equal("big", report.RootElement.GetProperty("pair").GetProperty("strong").GetString());
            Assert.Equal(["exam", "pooled"], report.RootElement.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("source").GetString()));
            Assert.Equal(50, report.RootElement.GetProperty("sources")[1].GetProperty("rows").GetInt32());
        }
    }

    [Fact]
    public void Train_Pair_IsNamedInTheModel()
    {
        var model = Path.Combine(_folder, "model.acrm");
        var (exit, json, _) = Run(
            "train", "--pair", "strong=big,weak=small", "--data", WriteRows(TrainingRows.Make(400).Rows), "--out", model, "--json");

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains("\"weak\": \"small\"", json, StringComparison.Ordinal);
        Assert.Contains("\"strong_model\":\"big\"", Encoding.UTF8.GetString(File.ReadAllBytes(model)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--out", "model.acrm")]
    [InlineData("evaluate")]
    [InlineData("evaluate", "--folds", "2")]
    public void Pair_UnknownModel_NamesTheNearest(params string[] verb)
    {
        var (exit, _, error) = Run([.. verb, "--pair", "strong=bag,weak=small", "--data", WriteRows(TrainingRows.Make(80).Rows)]);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("The data have no model 'bag'. Nearest: big, ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_NoModelGiven_UsesTheShippedOne()
    {
        var (exit, json, _) = Run("score", "--json", "--data", WriteRows([TrainingRows.Row(0)]));

        Assert.Equal(ExitCode.Ok, exit);
        using var rows = JsonDocument.Parse(json);
        Assert.Equal("row-0", rows.RootElement[0].GetProperty("id").GetString());
        Assert.InRange(rows.RootElement[0].GetProperty("local_fails").GetDouble(), 0, 1);
    }

    [Fact]
    public void Score_MalformedRow_NamesFileAndLine()
    {
        var file = WriteRows([TrainingRows.Row(0)]);
        File.AppendAllText(file, "{\"id\":1}\n");

        var (exit, output, error) = Run("score", "--data", file);

        Assert.Equal((ExitCode.Failed, ""), (exit, output));
        Assert.Contains($"{file}:2: 'id' is missing or not a string", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("evaluate")]
    public void Model_Missing_SaysSo(string verb)
    {
        var missing = Path.Combine(_folder, "none.acrm");
        var (exit, _, error) = Run(verb, "--model", missing, "--data", WriteRows([TrainingRows.Row(0)]));

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains($"{missing}: no such file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_NoModelFile_SaysSo()
    {
        var file = WriteRows([TrainingRows.Row(0)]);
        var (exit, _, error) = Run("score", "--model", file, "--data", file);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("not a router model file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_TooFewRows_Fails()
    {
        var (exit, _, error) = Run("train", "--data", WriteRows([TrainingRows.Row(0)]), "--out", Path.Combine(_folder, "m.acrm"), "--all");

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("too few", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OutputNotWritable_Fails()
    {
        var (exit, _, error) = Run("train", "--data", WriteRows(TrainingRows.Make(80).Rows), "--out", Path.Combine(_folder, "none", "m.acrm"));

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("could not be written", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--data", "x", "--out", "y", "--folds", "1")]
    [InlineData("evaluate", "--data", "x", "--folds", "21")]
    [InlineData("evaluate", "--data", "x", "--resamples", "0")]
    [InlineData("evaluate", "--data", "x", "--folds", "5", "--model", "y")]
    [InlineData("evaluate", "--data", "x", "--group", "domain", "--model", "y")]
    [InlineData("evaluate", "--data", "x", "--group", "letter")]
    [InlineData("evaluate", "--data", "x", "--pair", "big,small")]
    [InlineData("train", "--data", "x", "--out", "y", "--pair", "strong=big")]
    [InlineData("evaluate", "--data", "x", "--train-pair", "strong=big,weak=small", "--folds", "5")]
    [InlineData("evaluate", "--data", "x", "--train-pair", "strong=big,weak=small", "--pair", "strong=a,weak=b")]
    [InlineData("train", "--out", "y")]
    [InlineData("score")]
    public void Options_Wrong_AreParseErrors(params string[] args) =>
        Assert.NotEmpty(AutoClawCommand.Create().Parse(["router", .. args]).Errors);

    [Theory]
    [InlineData("train", "--data", "x", "--out", "y")]
    [InlineData("evaluate", "--data", "x")]
    [InlineData("score", "--data", "x")]
    public void Options_Defaults_AreAccepted(params string[] args) =>
        Assert.Empty(AutoClawCommand.Create().Parse(["router", .. args]).Errors);

    private static (int Exit, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = RouterVerb.Create(new Terminal(output, error, colour: false)).Parse(args).Invoke();
        return (exit, output.ToString(), error.ToString());
    }

    private string WriteRows(IEnumerable<TrainingRow> rows)
    {
        var file = Path.Combine(_folder, "rows.jsonl");
        File.WriteAllLines(file, rows.Select(r => JsonSerializer.Serialize(new
        {
            id = r.Id, source = r.Source, prompt = Encoding.UTF8.GetString(r.Prompt.Span), key = r.Key, domain = r.Domain,
            strong_score = r.StrongScore, weak_score = r.WeakScore, difficulty = r.Difficulty, models = Models(r),
        })));
        return file;
    }

    /// <summary>Half of the rows with outcomes were answered by three further models.</summary>
    private static Dictionary<string, double>? Models(TrainingRow row) =>
        row is { StrongScore: { } strong } && int.Parse(row.Id.AsSpan(4), CultureInfo.InvariantCulture) % 8 < 4
        ? new Dictionary<string, double> { ["big"] = strong, ["other"] = 1, ["small"] = 0 }
        : null;
}
