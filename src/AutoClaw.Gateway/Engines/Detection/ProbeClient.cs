using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>Asks ports of this machine's loopback address, and only those, whatever proxy or redirect somebody configured.</summary>
internal sealed class ProbeClient : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    })
    {
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    public static string Address(int port) => $"http://127.0.0.1:{port}";

    /// <summary>The answer to a GET. Never throws for what the other side does; a cancelled probe is an answer too.</summary>
    public async Task<ProbeAnswer> GetAsync(int port, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri(Address(port) + path), cancellationToken);
            var status = (int)response.StatusCode;
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return new ProbeAnswer(status, Parse(bytes), null);
        }
        catch (OperationCanceledException)
        {
            return new ProbeAnswer(0, default, "does not answer in time");
        }
        catch (HttpRequestException error) when (error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return new ProbeAnswer(0, default, "nothing listens there");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new ProbeAnswer(0, default, "something listens there that does not speak HTTP");
        }
    }

    public void Dispose() => _client.Dispose();

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            return JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
