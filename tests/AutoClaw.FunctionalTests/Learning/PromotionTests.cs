using System.Text;
using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Core.Routing.Training;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Learning;

/// <summary>A model that is promoted or rolled back counts in a gateway that runs, without a restart.</summary>
public sealed class PromotionTests
{
    private const string Ask = """{"model":"auto","messages":[{"role":"user","content":"Which lamp is on in the hall?"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Promote_ThenRollback_CountInARunningGateway()
    {
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config);
        await using var up = CliProcess.Start(folder, "up", "--port", "0", "--json");
        await up.Output.FirstAsync(line => line == "}", Cancellation);
        using var report = JsonDocument.Parse(up.OutputText);
        using var http = new HttpClient { BaseAddress = new Uri(report.RootElement.GetProperty("base_url").GetString()! + "/") };
        var shipped = await ScoreAsync(http);

        var promoted = await CliProcess.RunAsync(folder, "router", "promote", Train(folder));
        Assert.Equal(ExitCode.Ok, promoted.ExitCode);
        await up.Errors.FirstAsync(line => line.Contains("Router model put into force", StringComparison.Ordinal), Cancellation);
        Assert.NotEqual(shipped, await ScoreAsync(http));

        var list = await CliProcess.RunAsync(folder, "router", "models");
        Assert.Contains("  shipped", list.Output, StringComparison.Ordinal);
        Assert.Contains("tiny.acrm", Assert.Single(list.Output.Split('\n'), line => line.StartsWith('*')), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await CliProcess.RunAsync(folder, "router", "rollback")).ExitCode);
        await up.Errors.FirstAsync(line => line.Contains("Router model put into force: shipped", StringComparison.Ordinal), Cancellation);
        Assert.Equal(shipped, await ScoreAsync(http));

        var again = await CliProcess.RunAsync(folder, "router", "rollback");
        Assert.Equal(ExitCode.Failed, again.ExitCode);
        Assert.Contains("Nothing was promoted", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promote_NoModel_FailsAndChangesNothing()
    {
        using var folder = new CliFolder();
        var promoted = await CliProcess.RunAsync(folder, "router", "promote", folder.Write("x.acrm", "not a model"));

        Assert.Equal(ExitCode.Failed, promoted.ExitCode);
        Assert.Contains("not a router model file", promoted.Errors, StringComparison.Ordinal);
        Assert.Contains("\"promoted\": []", (await CliProcess.RunAsync(folder, "router", "models", "--json")).Output, StringComparison.Ordinal);
    }

    private static async Task<double> ScoreAsync(HttpClient http)
    {
        using var answer = await http.PostAsync(new Uri("route", UriKind.Relative), new StringContent(Ask, Encoding.UTF8, "application/json"), Cancellation);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return json.RootElement.GetProperty("score").GetDouble();
    }

    private static string Train(CliFolder folder)
    {
        var rows = Enumerable.Range(0, 60).Select(i => new TrainingRow
        {
            Id = $"{i}", Source = "lamps", Key = $"{i}", Prompt = Encoding.UTF8.GetBytes($"Which lamp {i} is on?"), StrongScore = 1, WeakScore = i % 2,
        });
        var path = Path.Combine(folder.Path, "tiny.acrm");
        File.WriteAllBytes(path, new RouterTrainer(new Dataset([.. rows]), new TrainingOptions { Fits = 1, Folds = 2 }).Train().ToFile());
        return path;
    }
}
