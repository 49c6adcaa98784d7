using Microsoft.Playwright;

namespace AutoClaw.FunctionalTests.Browser;

/// <summary>
/// A browser without windows for a class of tests (<c>IClassFixture&lt;Chromium&gt;</c>). It starts with the first page that is asked for; a
/// test that asks for one is skipped where there is no Chromium.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Opens a file in a context of its own that has no network, so that a page which needs any shows it: what it asks for is in
    /// <see cref="OpenedPage.Requests"/>.
    /// </summary>
    public async Task<OpenedPage> OpenAsync(string file)
    {
        var program = ChromiumBinary.Require();
        _playwright ??= await Playwright.CreateAsync();
        // No sandbox: root can't have one, nor most containers, and what is opened here is our own.
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, ChromiumSandbox = false });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { Offline = true });
        var opened = new OpenedPage(await context.NewPageAsync());
        await opened.Page.GotoAsync(new Uri(Path.GetFullPath(file)).AbsoluteUri);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
