using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Cli.Client;

/// <summary>Speaks to a running gateway over its public API, as any client would. Exactly one of a result's two sides is not null.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _url;

    /// <param name="url">The gateway, with or without <c>/v1</c>.</param>
    /// <param name="key">The bearer key; null sends none.</param>
    public GatewayClient(Uri url, string? key)
    {
        var root = url.AbsoluteUri.TrimEnd('/');
        _url = new Uri(root.EndsWith("/v1", StringComparison.Ordinal) ? root + "/" : root + "/v1/");

        // Never one total timeout on a stream; a gateway on this machine is no matter for a proxy.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !_url.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>Sends the conversation and hands over text as it comes.</summary>
    public async Task<(ChatTurn? Turn, GatewayProblem? Problem)> ChatAsync(
        string model, JsonArray messages, int? maxTokens, Action<string> onText, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = messages.DeepClone(),
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        };
        if (maxTokens is { } limit)
        {
            body["max_tokens"] = limit;
        }

        var started = TimeProvider.System.GetTimestamp();
        try
        {
            using var response = await SendAsync("chat/completions", body, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                return (null, await ProblemAsync(response, cancellation));
            }

            var answer = new StreamedAnswer(onText, started);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            using var lines = new StreamReader(stream);
            while (await lines.ReadLineAsync(cancellation) is { } line)
            {
                answer.Take(line);
            }

            return answer.Problem is { } problem ? (null, problem) : (answer.ToTurn(response), null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return (null, Unreachable(error));
        }
    }

    /// <summary>The decision of <c>POST /v1/route</c>.</summary>
    public async Task<(JsonObject? Decision, GatewayProblem? Problem)> RouteAsync(string model, JsonArray messages, CancellationToken cancellation)
    {
        try
        {
            var body = new JsonObject { ["model"] = model, ["messages"] = messages.DeepClone() };
            using var response = await SendAsync("route", body, HttpCompletionOption.ResponseContentRead, cancellation);
            return response.IsSuccessStatusCode
                ? (await response.Content.ReadFromJsonAsync<JsonObject>(cancellation), null)
                : (null, await ProblemAsync(response, cancellation));
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException)
        {
            return (null, Unreachable(error));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string path, JsonObject body, HttpCompletionOption completion, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_url, path))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };

        // A stream's cost comes only to those who ask for it.
        request.Headers.Add("x-autoclaw-debug", "1");
        return await _http.SendAsync(request, completion, cancellation);
    }

    private async Task<GatewayProblem> ProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            if (JsonNode.Parse(text) is JsonObject answer && answer["error"]?["message"]?.GetValue<string>() is { } message)
            {
                return new GatewayProblem(ExitCode.Failed, message);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not a gateway's words: said below.
        }

        return response.StatusCode == HttpStatusCode.NotFound
            ? new GatewayProblem(ExitCode.Unreachable, $"What answers at {_url} is no AutoClaw gateway.")
            : new GatewayProblem(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture, $"{_url} answered with HTTP {(int)response.StatusCode}."));
    }

    private GatewayProblem Unreachable(Exception error) => error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
        ? new GatewayProblem(ExitCode.Unreachable, $"No gateway answers at {_url}. Start one with 'autoclaw up', or name another one with --url.")
        : new GatewayProblem(ExitCode.Unreachable, $"The connection to {_url} broke: {error.Message}");
}
