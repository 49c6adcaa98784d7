using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Cli.Client;

namespace AutoClaw.Cli.Admin;

/// <summary>Speaks to a gateway's admin listener over HTTP, as any other program would.</summary>
internal sealed class AdminApi : IDisposable
{
    // The longest is a sum over a large ledger.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http;
    private readonly Uri _url;

    /// <param name="url">The listener, with or without <c>/admin</c>.</param>
    /// <param name="key">The admin key; null sends none.</param>
    /// <param name="trusted">Certificates to trust instead of the machine's; null: the machine's.</param>
    public AdminApi(Uri url, string? key, X509Certificate2Collection? trusted)
    {
        _url = new Uri(url.GetLeftPart(UriPartial.Authority) + "/admin/");
        var handler = new SocketsHttpHandler { UseProxy = !_url.IsLoopback, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        if (trusted is not null)
        {
            // The name must fit all the same.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(trusted);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        _http = new HttpClient(handler) { Timeout = Patience };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>The answer, or why there is none. A refusal has both where it says more than its message.</summary>
    /// <param name="method">HTTP's.</param>
    /// <param name="path">Below <c>/admin</c>.</param>
    /// <param name="cancelled">Gives up.</param>
    /// <param name="body">Null without one.</param>
    public async Task<(JsonObject? Answer, GatewayProblem? Problem)> SendAsync(HttpMethod method, string path, CancellationToken cancelled, JsonObject? body = null)
    {
        try
        {
            using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(method, new Uri(_url, path)) { Content = content };
            using var response = await _http.SendAsync(request, cancelled);
            var answer = Parse(await response.Content.ReadAsStringAsync(cancelled));
            return response.IsSuccessStatusCode && answer is not null ? (answer, null) : (answer, ProblemOf(response, answer));
        }
        catch (HttpRequestException error)
        {
            return (null, Unreachable(error));
        }
        catch (Exception error) when (error is IOException || (error is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            return (null, new GatewayProblem(ExitCode.Unreachable, $"{_url} did not answer: {error.Message}"));
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private GatewayProblem ProblemOf(HttpResponseMessage response, JsonObject? answer)
    {
        if (answer?["error"] is JsonObject error && error["message"] is JsonValue message && message.TryGetValue<string>(out var text))
        {
            var hint = response.StatusCode == HttpStatusCode.Unauthorized ? $" Set {AdminAddress.KeyVariable}, or give --key." : string.Empty;
            return new GatewayProblem(ExitCode.Failed, text + hint);
        }

        return new GatewayProblem(
            ExitCode.Unreachable, string.Create(CultureInfo.InvariantCulture, $"What answers at {_url} is no admin listener of AutoClaw (HTTP {(int)response.StatusCode})."));
    }

    private GatewayProblem Unreachable(HttpRequestException error) => new(ExitCode.Unreachable, error.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError =>
            $"No admin listener answers at {_url}. The gateway has one if its configuration has 'admin'; --url or {AdminAddress.UrlVariable} names another.",
        HttpRequestError.SecureConnectionError => $"The certificate of {_url} is not to be trusted: {error.InnerException?.Message ?? error.Message} --ca names one that is.",
        _ => $"The connection to {_url} broke: {error.Message}",
    });
}
