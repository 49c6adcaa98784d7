using System.Net.ServerSentEvents;

namespace AutoClaw.FunctionalTests.Gateway;

/// <summary>An event stream of the gateway, read one event at a time. Disposing it early is how a client leaves.</summary>
internal sealed class StreamedAnswer : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    public StreamedAnswer(HttpResponseMessage response, Stream body, CancellationToken cancellation)
    {
        _response = response;
        _events = SseParser.Create(body).EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
    }

    public HttpResponseMessage Response => _response;

    /// <summary>The next event's payload; null at the end of the answer. Throws where the connection broke.</summary>
    public async Task<string?> NextAsync() => await _events.MoveNextAsync() ? _events.Current.Data : null;

    /// <summary>All events that are still to come.</summary>
    public async Task<IReadOnlyList<string>> RestAsync()
    {
        var rest = new List<string>();
        while (await NextAsync() is { } data)
        {
            rest.Add(data);
        }

        return rest;
    }

    /// <summary>All events up to where the answer breaks off; fails the test if it ends as a whole one does.</summary>
    public async Task<IReadOnlyList<string>> RestUntilBrokenAsync()
    {
        var rest = new List<string>();
        var broken = await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            while (await NextAsync() is { } data)
            {
                rest.Add(data);
            }
        });
        Assert.Equal(HttpRequestError.ResponseEnded, broken.HttpRequestError);
        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        // The response first: the parser waits in a read that only this ends.
        _response.Dispose();
        await _events.DisposeAsync();
    }
}
