using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.Gateway.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AutoClaw.Tests.Routing.Tuning;

public sealed class RouterTuneVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-tune-").FullName;

    private string Out => Path.Combine(_folder, "tuned.acrm");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tune_LearnableLabels_WritesAModelAndSaysWhatItIsWorth()
    {
        var (exit, output, _) = Run("tune", "--data", Labels(300), "--out", Out);

        Assert.Equal(ExitCode.Ok, exit);
        Assert.All(["running", "random", "length", "tuned on 300 labels"], word => Assert.Contains(word, output, StringComparison.Ordinal));
        Assert.NotNull(RouterModel.Load(File.ReadAllBytes(Out)));
        Assert.Equal([Out, Path.Combine(_folder, "labels.csv")], Directory.GetFiles(_folder).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void Tune_TooFewLabels_WritesNothingAndSaysWhy()
    {
        var (exit, output, error) = Run("tune", "--data", Labels(10), "--out", Out, "--json");

        Assert.Equal(ExitCode.Failed, exit);
        using var report = JsonDocument.Parse(output);
        Assert.False(report.RootElement.GetProperty("promoted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("file").ValueKind);
        Assert.Contains("below 50 nothing can be measured. Nothing was written.", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public void Tune_MalformedLabels_NamesFileAndLine()
    {
        var file = Labels(1);
        File.AppendAllText(file, "x,2,1\n");
        var (exit, _, error) = Run("tune", "--data", file, "--out", Out);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains($"{file}:3: 'local_score' is not a number from 0 to 1", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_OutputNotWritable_Fails()
    {
        var (exit, _, error) = Run("tune", "--data", Labels(300), "--out", Path.Combine(_folder, "none", "m.acrm"));

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("could not be written", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_NoModelFile_SaysSo()
    {
        var file = Labels(60);
        var (exit, _, error) = Run("tune", "--data", file, "--out", Out, "--model", file);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("not a router model file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_NoLedgerThere_SaysSo()
    {
        var (exit, _, error) = Run("tune", "--ledger", Path.Combine(_folder, "none.db"), "--out", Out);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("none.db: no such ledger", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_NoLedgerFile_SaysSo()
    {
        var (exit, _, error) = Run("tune", "--ledger", Labels(1), "--out", Out);

        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("labels.csv", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tune_LabelsOfALedger_AreUsed()
    {
        var path = Path.Combine(_folder, "ledger.db");
        await using (var writer = LedgerWriter.Open(path, new FakeTimeProvider()))
        {
            foreach (var row in TuningData.Read([Labels(300)]).Rows.Select((r, i) => (Row: r, Id: $"req_{i}")))
            {
                await writer.LabelAsync(new Label
                {
                    RequestId = row.Id, Judge = "exact", At = DateTimeOffset.UnixEpoch, Route = "auto",
                    LocalScore = row.Row.LocalScore, CloudScore = row.Row.CloudScore, Features = PromptFeaturesCodec.Write(row.Row.Features),
                });
            }
        }

        var (exit, output, error) = Run("tune", "--ledger", path, "--out", Out);

        Assert.Equal(ExitCode.Ok, exit);
        Assert.Contains($"300 labels in {path}", error, StringComparison.Ordinal);
        Assert.Contains("tuned on 300 labels", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tune", "--data", "x")]
    [InlineData("tune", "--out", "x")]
    public void Options_Missing_AreParseErrors(params string[] args) =>
        Assert.NotEmpty(AutoClawCommand.Create().Parse(["router", .. args]).Errors);

    private string Labels(int count)
    {
        var file = Path.Combine(_folder, "labels.csv");
        File.WriteAllLines(file, ["prompt,local_score,cloud_score", .. Enumerable.Range(0, count).Select(i => i % 2 == 0
            ? $"please requisition the gizmos {i},1,1"
            : $"please requisition the widget {i},{(i % 10 == 1 ? 1 : 0)},1")]);
        return file;
    }

    private static (int Exit, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = RouterVerb.Create(new Terminal(output, error, colour: false)).Parse(args).Invoke();
        return (exit, output.ToString(), error.ToString());
    }
}
