using System.Globalization;
using System.Text.Json.Nodes;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Browser;

/// <summary>The advice as its reader has it: one file in a browser without a network.</summary>
public sealed class AdvicePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Plots = ["plot-cost-volume", "plot-tornado", "plot-quality-cost"];

    [Fact]
    public async Task Page_InABrowserWithoutANetwork_HasItsTableAndItsPlots()
    {
        using var folder = new CliFolder();
        var file = Path.Combine(folder.Path, "advice.html");
        var advice = await AdviseAsync(folder, "--html", file, "--json");
        await using var opened = await chromium.OpenAsync(file);
        var page = opened.Page;

        Assert.StartsWith("Advice: hybrid.", await page.Locator("h1").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("Cost of a month, USD", await page.Locator("table").First.Locator("caption").TextContentAsync());
        var rows = page.Locator("table").First.Locator("tbody tr");
        var outcomes = advice["architectures"]!.AsArray();
        Assert.Equal(outcomes.Count, await rows.CountAsync());
        for (var i = 0; i < outcomes.Count; i++)
        {
            var named = outcomes[i]!["cost"]!["monthly_usd"]!.GetValue<double>();
            Assert.Equal(named.ToString("#,0", CultureInfo.InvariantCulture), await rows.Nth(i).Locator("td").First.TextContentAsync());
        }

        Assert.Equal("hybrid (advised)", await rows.Last.Locator("th[scope=row]").TextContentAsync());
        Assert.Equal(Plots, await page.Locator("figure").EvaluateAllAsync<string[]>("all => all.map(f => f.id)"));
        foreach (var plot in Plots)
        {
            var drawing = page.Locator($"#{plot} svg[role=img]");
            var box = (await drawing.BoundingBoxAsync())!;
            Assert.InRange(box.Width, 300, 1300);
            Assert.InRange(box.Height, 100, 900);
            Assert.True(await drawing.Locator("path").CountAsync() > 4);
            Assert.NotEmpty((await page.Locator($"#{plot} figcaption").TextContentAsync())!);
        }

        var marks = await page.Locator("#plot-cost-volume text").AllTextContentsAsync();
        Assert.Contains("asked about", marks);
        Assert.Contains(marks, static mark => mark.EndsWith(": hybrid", StringComparison.Ordinal));
        Assert.Contains(await page.Locator("#plot-tornado text").AllTextContentsAsync(), static text => text == "labour");
        Assert.Contains("all cloud", await page.Locator("#plot-quality-cost text").AllTextContentsAsync());
        await page.GetByRole(Microsoft.Playwright.AriaRole.Img, new() { Name = "Cost against volume" }).WaitForAsync();

        Assert.Empty(opened.Errors);
        Assert.StartsWith("file:///", Assert.Single(opened.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OnAPhone_FitsItsWidth()
    {
        using var folder = new CliFolder();
        var file = Path.Combine(folder.Path, "advice.html");
        await AdviseAsync(folder, "--html", file, "--json");
        await using var opened = await chromium.OpenAsync(file);
        await opened.Page.SetViewportSizeAsync(390, 800);

        Assert.InRange(await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 300, 390);
        Assert.Empty(opened.Errors);
    }

    private static async Task<JsonNode> AdviseAsync(CliFolder folder, params string[] options)
    {
        var result = await CliProcess.RunAsync(folder, ["advise", .. options]);
        Assert.True(result.ExitCode == ExitCode.Ok, result.Errors);
        return JsonNode.Parse(result.Output)!;
    }
}
