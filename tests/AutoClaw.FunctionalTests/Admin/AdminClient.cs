using System.Net.Http.Headers;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary>Asks an admin listener, as whoever the key says.</summary>
internal sealed class AdminClient(Uri url, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient _http = new(handler ?? new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };

    /// <param name="key">Null: none.</param>
    /// <param name="path">From the root.</param>
    /// <param name="method">GET, unless it says otherwise.</param>
    /// <param name="configure">Changes the request.</param>
    public async Task<HttpAnswer> SendAsync(string? key, string path, string method = "GET", Action<HttpRequestMessage>? configure = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        configure?.Invoke(request);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.ReadAsync(response, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
