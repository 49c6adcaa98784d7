using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AutoClaw.FunctionalTests.Browser;

/// <summary>A page and what it did on the side.</summary>
public sealed class OpenedPage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _errors = new();

    internal OpenedPage(IPage page)
    {
        Page = page;
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Enqueue(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Every address that was asked for, the page's own first.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Errors of its scripts, and what it wrote to the console as errors: of resources that did not load, too.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
