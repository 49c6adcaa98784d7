using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Browser;

/// <summary>The benchmark's report as its reader has it: one file in a browser without a network.</summary>
public sealed partial class BenchReportTests(Chromium chromium) : IClassFixture<Chromium>
{
    // The gap is wide enough that a busy machine does not turn it round.
    private const string Config = """
        engines:
          local: {kind: simulator, place: local, model: simulated-local, price: {input: 0, output: 0}, simulator: {ttft: 20ms, tokens_per_second: 400, output_tokens: 12}}
          cloud: {kind: simulator, place: cloud, model: simulated-cloud, price: {input: 2, output: 8}, simulator: {ttft: 220ms, tokens_per_second: 800, output_tokens: 12}}
        """;

    private static readonly string[] Plots = ["plot-ttft", "plot-throughput", "plot-quality-cost"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_InABrowserWithoutANetwork_HasItsTableAndItsPlots()
    {
        using var folder = new CliFolder();
        var report = await RunAsync(folder, "--concurrency", "2");
        await using var opened = await chromium.OpenAsync(Path.Combine(folder.Path, "report", "report.html"));
        var page = opened.Page;

        Assert.Equal("local against cloud", await page.Locator("h1").TextContentAsync());
        Assert.Equal("Head to head", await page.Locator("table").First.Locator("caption").TextContentAsync());
        Assert.Equal(["local (simulated)", "cloud (simulated)", "better"], await page.Locator("table").First.Locator("thead th[scope=col]").AllTextContentsAsync());
        var row = page.Locator("tr[data-key=ttft_ms]");
        Assert.Equal("TTFT p50 [ms]", await row.Locator("th[scope=row]").TextContentAsync());
        var cells = await row.Locator("td").AllTextContentsAsync();
        var figures = report.GetProperty("rows").EnumerateArray().Single(static r => r.GetProperty("key").GetString() == "ttft_ms").GetProperty("cells");
        for (var i = 0; i < 2; i++)
        {
            var shown = double.Parse(FirstNumber().Match(cells[i]).Value, CultureInfo.InvariantCulture);

            // The simulators' 20 and 220 ms, whose timer is right to a millisecond either way.
            Assert.InRange(shown, i == 0 ? 19 : 218, 10_000);
            Assert.Equal(figures[i].GetProperty("value").GetProperty("estimate").GetDouble(), shown, Math.Max(1, shown / 100));
        }

        Assert.StartsWith("local (x", cells[2], StringComparison.Ordinal);
        Assert.Equal("decided", await row.GetAttributeAsync("class"));

        Assert.Equal(Plots, await page.Locator("figure").EvaluateAllAsync<string[]>("all => all.map(f => f.id)"));
        foreach (var plot in Plots)
        {
            var drawing = page.Locator($"#{plot} svg[role=img]");
            var box = (await drawing.BoundingBoxAsync())!;
            Assert.InRange(box.Width, 300, 1300);
            Assert.InRange(box.Height, 150, 900);
            Assert.True(await drawing.Locator("path").CountAsync() > 4);
            var texts = await drawing.Locator("text").AllTextContentsAsync();
            Assert.Contains("local", texts);
            Assert.Contains("cloud", texts);
            Assert.NotEmpty((await page.Locator($"#{plot} figcaption").TextContentAsync())!);
        }

        // What a screen reader is told, and that each drawing is cut at its own frame: a wrong reference leaves nothing to be seen.
        await page.GetByRole(Microsoft.Playwright.AriaRole.Img, new() { Name = "Throughput against interactivity" }).WaitForAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size; }"));
        Assert.True(await page.Locator("#plot-throughput svg path[stroke-width='1.5']").First.EvaluateAsync<bool>("p => p.getBoundingClientRect().height + p.getBoundingClientRect().width > 1"));

        Assert.Empty(opened.Errors);
        Assert.StartsWith("file:///", Assert.Single(opened.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithoutLoads_OnAPhone_FitsItsWidth()
    {
        using var folder = new CliFolder();
        await RunAsync(folder);
        await using var opened = await chromium.OpenAsync(Path.Combine(folder.Path, "report", "report.html"));
        await opened.Page.SetViewportSizeAsync(390, 800);

        Assert.Equal(0, await opened.Page.Locator("#plot-throughput").CountAsync());
        Assert.True(await opened.Page.Locator("#plot-ttft").IsVisibleAsync());
        Assert.InRange(await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 300, 390);
        Assert.Empty(opened.Errors);
    }

    private static async Task<JsonElement> RunAsync(CliFolder folder, params string[] more)
    {
        var config = folder.Write("bench.yaml", Config);
        await using var run = CliProcess.Start(folder, ["bench", "--config", config, "--quick", "--prompts", "4", "--out", Path.Combine(folder.Path, "report"), .. more]);
        var result = await run.WaitAsync(TimeSpan.FromMinutes(4));
        Assert.True(result.ExitCode == ExitCode.Ok, result.Errors);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "report", "report.json"), Cancellation));
        return json.RootElement.Clone();
    }

    [GeneratedRegex(@"^[\d.,]+")]
    private static partial Regex FirstNumber();
}
