using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Browser;

/// <summary>That the browser of the other tests does what they take for granted.</summary>
public sealed class ChromiumTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-browser").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Open_PageFromAFile_HasItsTableItsPlotAndItsText()
    {
        await using var opened = await chromium.OpenAsync(await WriteAsync("""
            <!DOCTYPE html><meta charset="utf-8"><title>A report</title>
            <table><tr><th>engine</th><th>tokens/s</th></tr><tr><td>local</td><td>90.0</td></tr><tr><td>cloud ☁</td><td>150.0</td></tr></table>
            <svg width="200" height="100"><rect x="10" y="10" width="50" height="80"/></svg>
            <span>wwww</span><span style="font-family: monospace">iiii</span>
            <script>document.querySelector("svg").setAttribute("data-drawn", "yes")</script>
            """));

        Assert.Equal("A report", await opened.Page.TitleAsync());
        Assert.Equal(["local", "90.0", "cloud ☁", "150.0"], await opened.Page.Locator("td").AllTextContentsAsync());
        Assert.Equal("yes", await opened.Page.Locator("svg").GetAttributeAsync("data-drawn"));
        var bar = (await opened.Page.Locator("rect").BoundingBoxAsync())!;
        Assert.Equal((50, 80), (bar.Width, bar.Height));
        // Without a font text has no width.
        Assert.True((await opened.Page.Locator("span").First.BoundingBoxAsync())!.Width > 20);
        Assert.True((await opened.Page.Locator("span").Nth(1).BoundingBoxAsync())!.Width > 10);
        Assert.Empty(opened.Errors);
        Assert.StartsWith("file:///", Assert.Single(opened.Requests), StringComparison.Ordinal);
        Assert.NotEmpty(await opened.Page.ScreenshotAsync());
    }

    [Fact]
    public async Task Open_PageThatNeedsTheNetwork_IsFoundOut()
    {
        await using var opened = await chromium.OpenAsync(await WriteAsync("""<!DOCTYPE html><img src="http://example.invalid/picture.png"><script>undefinedFunction()</script>"""));

        Assert.Contains("http://example.invalid/picture.png", opened.Requests);
        await Eventually.TrueAsync(() => opened.Errors.Any(error => error.Contains("undefinedFunction", StringComparison.Ordinal)));
    }

    private async Task<string> WriteAsync(string html)
    {
        var file = Path.Combine(_folder, "page.html");
        await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);
        return file;
    }
}
