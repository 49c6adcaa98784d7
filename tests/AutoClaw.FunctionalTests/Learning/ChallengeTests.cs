using System.Text;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Routing.Tuning;
using AutoClaw.FunctionalTests.Verbs;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.FunctionalTests.Learning;

/// <summary>A second model scores along without a say, and is held against the one in use on labels made since then.</summary>
public sealed class ChallengeTests
{
    private const int Labels = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Challenger_InARunningGateway_IsCountedAndChangesNoAnswer()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config);
        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);
        using var report = JsonDocument.Parse(up.OutputText);
        using var http = new HttpClient { BaseAddress = new Uri(report.RootElement.GetProperty("base_url").GetString()! + "/") };
        var alone = await AskAsync(http);
        Assert.DoesNotContain("autoclaw_challenger", await MetricsAsync(http), StringComparison.Ordinal);

        var set = await CliProcess.RunAsync(folder, "router", "challenge", await TuneAsync(folder));
        Assert.Equal(ExitCode.Ok, set.ExitCode);
        await up.Errors.FirstAsync(line => line.Contains("force: shipped, challenger: ", StringComparison.Ordinal), Cancellation);

        Assert.Equal(alone, await AskAsync(http));
        var line = await CountedAsync(http);
        Assert.Contains("autoclaw_route=\"auto\"", line, StringComparison.Ordinal);
        Assert.EndsWith(" 1", line, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await CliProcess.RunAsync(folder, "router", "challenge", "--off")).ExitCode);
        await up.Errors.FirstAsync(line => line.Contains("force: shipped, challenger: none", StringComparison.Ordinal), Cancellation);
    }

    [Fact]
    public async Task Challenger_BetterOnLaterLabels_IsSaidToBeAndPromoted()
    {
        using var folder = new CliFolder();
        var tuned = await TuneAsync(folder);
        await LabelAsync(folder, TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1));
        await CliProcess.RunAsync(folder, "router", "challenge", tuned);

        var before = await CliProcess.RunAsync(folder, "router", "challenge");
        Assert.Contains("0 labels of both answers since", before.Output, StringComparison.Ordinal);
        Assert.Contains("below 50 nothing can be measured", before.Output, StringComparison.Ordinal);

        await LabelAsync(folder, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
        var after = await CliProcess.RunAsync(folder, "router", "challenge", "--json");
        using (var report = JsonDocument.Parse(after.Output))
        {
            Assert.Equal(Labels, report.RootElement.GetProperty("pairs").GetInt32());
            Assert.True(report.RootElement.GetProperty("better").GetBoolean());
        }

        Assert.Contains("better with 95 % confidence", (await CliProcess.RunAsync(folder, "router", "challenge")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await CliProcess.RunAsync(folder, "router", "promote")).ExitCode);
        using var models = JsonDocument.Parse((await CliProcess.RunAsync(folder, "router", "models", "--json")).Output);
        Assert.Equal(1, models.RootElement.GetProperty("promoted").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, models.RootElement.GetProperty("challenger").ValueKind);
    }

    [Theory]
    [InlineData("challenge")]
    [InlineData("promote")]
    public async Task Verb_WithoutAChallenger_SaysSo(string verb)
    {
        using var folder = new CliFolder();
        var result = await CliProcess.RunAsync(folder, "router", verb);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("There is no challenger", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenger_DamagedIndex_FailsWithTheWayOut()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config);
        Directory.CreateDirectory(Path.Combine(folder.Path, "home", "models"));
        folder.Write(Path.Combine("home", "models", "challenger.json"), "{");

        var up = await CliProcess.RunAsync(folder, "up", "--port", "0");
        Assert.NotEqual(ExitCode.Ok, up.ExitCode);
        Assert.Contains("router challenge --off", up.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await CliProcess.RunAsync(folder, "router", "challenge", "--off")).ExitCode);
        Assert.Equal(ExitCode.Failed, (await CliProcess.RunAsync(folder, "router", "challenge")).ExitCode);
    }

    private static IEnumerable<(string Prompt, float Local)> Rows() => Enumerable.Range(0, Labels).Select(i => i % 2 == 0
        ? ($"please requisition the gizmos {i}", 1f)
        : ($"please requisition the widget {i}", i % 10 == 1 ? 1f : 0f));

    private static async Task<string> TuneAsync(CliFolder folder)
    {
        var labels = folder.Write("labels.csv", string.Join('\n', ["prompt,local_score,cloud_score", .. Rows().Select(r => $"{r.Prompt},{r.Local},1")]));
        var tuned = Path.Combine(folder.Path, "tuned.acrm");
        Assert.Equal(ExitCode.Ok, (await CliProcess.RunAsync(folder, "router", "tune", "--data", labels, "--out", tuned)).ExitCode);
        return tuned;
    }

    private static async Task LabelAsync(CliFolder folder, DateTimeOffset at)
    {
        var home = Path.Combine(folder.Path, "home");
        Directory.CreateDirectory(home);
        await using var writer = LedgerWriter.Open(Path.Combine(home, "ledger.db"), TimeProvider.System);
        foreach (var (row, i) in TuningData.Read([Path.Combine(folder.Path, "labels.csv")]).Rows.Select((row, i) => (row, i)))
        {
            await writer.LabelAsync(new Label
            {
                RequestId = $"req_{at.Ticks}_{i}", Judge = "exact", At = at, Route = "auto",
                LocalScore = row.LocalScore, CloudScore = row.CloudScore, Features = PromptFeaturesCodec.Write(row.Features),
            });
        }
    }

    private static async Task<string> AskAsync(HttpClient http)
    {
        using var body = new StringContent(
            """{"model":"auto","messages":[{"role":"user","content":"please requisition the widget"}]}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("chat/completions", UriKind.Relative), body, Cancellation);
        return $"{answer.StatusCode} {answer.Headers.GetValues("x-autoclaw-engine").Single()}";
    }

    // Counted after the client has its answer, so it may take a moment.
    private static async Task<string> CountedAsync(HttpClient http)
    {
        while (true)
        {
            var metrics = await MetricsAsync(http);
            if (metrics.Split('\n').FirstOrDefault(l => l.StartsWith("autoclaw_challenger", StringComparison.Ordinal)) is { } line)
            {
                return line;
            }
        }
    }

    private static Task<string> MetricsAsync(HttpClient http) => http.GetStringAsync(new Uri(http.BaseAddress!, "/metrics"), Cancellation);
}
