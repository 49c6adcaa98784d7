using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace AutoClaw.Cli.Download;

/// <summary>
/// Asks for a file or a part of it. Follows redirects by hand, because each hop has to be allowed, may not see the token of the one before,
/// and may carry the file's checksum. Proxies are those of the environment (HTTPS_PROXY, NO_PROXY).
/// </summary>
internal sealed class SourceClient : IDisposable
{
    private const int MostRedirects = 8;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly HostRules _rules;
    private readonly HubToken _token;
    private readonly HttpClient _client;

    public SourceClient(HostRules rules, HubToken token)
    {
        _rules = rules;
        _token = token;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None, UseCookies = false, ConnectTimeout = ConnectTimeout };

        // No limit on the whole: a large file on a slow line takes hours. The caller watches for stalls.
        _client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("autoclaw", typeof(SourceClient).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>Sends a GET; redirects are followed, every other status is the caller's to judge.</summary>
    /// <param name="url">The file.</param>
    /// <param name="from">The first byte wanted; 0: the whole file.</param>
    /// <param name="validator">The entity tag of the bytes before <paramref name="from"/>: if the file has another now, the server sends the whole.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<SourceAnswer> GetAsync(Uri url, long from, EntityTagHeaderValue? validator, CancellationToken cancelled)
    {
        string? sha256 = null;
        long? bytes = null;
        for (var hops = 0; hops <= MostRedirects; hops++)
        {
            if (_rules.Refusal(url) is { } refusal)
            {
                return new SourceAnswer(null, null, null, hops == 0 ? refusal : $"The server redirects to another host. {refusal}");
            }

            var response = await SendAsync(url, from, validator, cancelled);
            sha256 = Header(response, "X-Linked-Etag") is { } linked ? Sha256Of(linked) ?? sha256 : sha256;
            bytes = long.TryParse(Header(response, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : bytes;
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect) || response.Headers.Location is not { } location)
            {
                return new SourceAnswer(response, sha256 ?? Sha256Of(response.Headers.ETag?.Tag), bytes, null);
            }

            response.Dispose();
            url = new Uri(url, location);
        }

        return new SourceAnswer(null, null, null, $"The server redirects more than {MostRedirects} times.");
    }

    public void Dispose() => _client.Dispose();

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    /// <summary>An entity tag that is a SHA-256, as Hugging Face gives for its large files.</summary>
    private static string? Sha256Of(string? tag)
    {
        const int Digits = 64;
        var text = tag?.Trim().Trim('"');
        return text is { Length: Digits } && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, long from, EntityTagHeaderValue? validator, CancellationToken cancelled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        // A compressed body could not be resumed, and its length would not be the file's.
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = validator is null ? null : new RangeConditionHeaderValue(validator);
        }

        if (_token.For(url) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancelled);
    }
}
