using System.Net.Sockets;
using System.Text;
using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Wire;
using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Gateway.Engines;

/// <content>How a request gets to it, and where what may not leave is stopped.</content>
internal sealed partial class EngineClient
{
    // To a process that dies: dropped, refused, and then by the next one.
    private const int MostTries = 3;

    /// <summary>Returns when the answer's head is there. Throws what <see cref="HttpMessageInvoker"/> throws.</summary>
    /// <param name="body">To be sent.</param>
    /// <param name="attempt">Whose label must permit it, and what leaves the house is counted in.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="EgressRefusedException">The label does not permit it; nothing was sent.</exception>
    public Task<HttpResponseMessage> SendChatAsync(SplicedBody body, Attempt attempt, CancellationToken cancellation) =>
        SendAsync(static at => at.Chat, body, attempt, cancellation);

    /// <inheritdoc cref="SendChatAsync"/>
    public Task<HttpResponseMessage> SendEmbeddingsAsync(SplicedBody body, Attempt attempt, CancellationToken cancellation) =>
        SendAsync(static at => at.Embeddings, body, attempt, cancellation);

    /// <summary>A chat request that is no client's: of a benchmark, or to see whether the engine answers.</summary>
    public Task<HttpResponseMessage> SendOwnChatAsync(SplicedBody body, CancellationToken cancellation) => PostAsync(static at => at.Chat, body, cancellation);

    /// <summary>Asks its server for <paramref name="path"/>, which begins at the server's root. Not for one that the gateway starts.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellation) =>
        SendNowAsync(_http, _endpoint!, new HttpRequestMessage(HttpMethod.Get, _endpoint!.FromServerRoot(path)), cancellation);

    /// <summary>Posts JSON to <paramref name="path"/>, which begins at the server's root. Not for one that the gateway starts.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellation)
    {
        var content = new StringContent(json, Encoding.UTF8, "application/json");
        return SendNowAsync(_http, _endpoint!, new HttpRequestMessage(HttpMethod.Post, _endpoint!.FromServerRoot(path)) { Content = content }, cancellation);
    }

    // The last word, where the bytes go out: whatever was decided before, and by whom.
    private Task<HttpResponseMessage> SendAsync(Func<EngineEndpoint, Uri> path, SplicedBody body, Attempt attempt, CancellationToken cancellation)
    {
        attempt.EgressBytes ??= 0;
        return attempt.IsBarred || !Permits(attempt.Privacy) ? Task.FromException<HttpResponseMessage>(new EgressRefusedException(Id, attempt))
            : Place == Place.Local ? PostAsync(path, body, cancellation)
            : SendMeteredAsync(path, body, attempt, cancellation);
    }

    private Task<HttpResponseMessage> PostAsync(Func<EngineEndpoint, Uri> path, SplicedBody body, CancellationToken cancellation) =>
        Server is not null ? SendToOwnedAsync(Server, path, body, cancellation)
        : Place == Place.Local ? SendTwiceAsync(path, body, cancellation)
        : SendOnceAsync(_http, path, body, cancellation);

    private Task<HttpResponseMessage> SendMeteredAsync(Func<EngineEndpoint, Uri> path, SplicedBody body, Attempt attempt, CancellationToken cancellation)
    {
        MeteredStream.For = attempt;
        try
        {
            return SendOnceAsync(_http, path, body, cancellation);
        }
        finally
        {
            MeteredStream.For = null;
        }
    }

    // A process that dies is up again soon. Who asked it meanwhile asks the next one, which costs nobody anything but the wait.
    private async Task<HttpResponseMessage> SendToOwnedAsync(
        OwnedLlamaServer server, Func<EngineEndpoint, Uri> path, SplicedBody body, CancellationToken cancellation)
    {
        await server.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            for (var tries = 1; ; tries++)
            {
                var life = server.Status;
                try
                {
                    return new UsedResponse(await SendOnceAsync(_http, path, body, cancellation).ConfigureAwait(false), server.Leave);
                }
                catch (HttpRequestException error) when (IsRefused(error) && tries < MostTries && !cancellation.IsCancellationRequested)
                {
                    // Nobody listens there any more, and its end is noticed in a moment.
                    await life.Changed.WaitAsync(cancellation).ConfigureAwait(false);
                }
                catch (HttpRequestException error) when (IsDropped(error) && tries == 1 && !cancellation.IsCancellationRequested)
                {
                    // On its way to its end: if that is not noticed yet, the next try is refused.
                }

                await server.EnterAsync(cancellation).ConfigureAwait(false);
                server.Leave();
            }
        }
        catch
        {
            server.Leave();
            throw;
        }
    }

    // What closes its connections without having said so gives nothing back to who sends on one at that moment: llama-server, asked as an
    // engine of unknown kind, one answer in ten at 4 streams of short answers (bench/local.sh). A local engine may be asked again: nobody bills it.
    private async Task<HttpResponseMessage> SendTwiceAsync(Func<EngineEndpoint, Uri> path, SplicedBody body, CancellationToken cancellation)
    {
        try
        {
            return await SendOnceAsync(_http, path, body, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (IsDropped(error) && !cancellation.IsCancellationRequested)
        {
            return await SendOnceAsync(_unpooled!, path, body, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsRefused(HttpRequestException error) => error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    // Closed, or reset, after it had been made; one that can't be made at all is no use to try at once again.
    private static bool IsDropped(HttpRequestException error) =>
        error.HttpRequestError == HttpRequestError.ResponseEnded || error.InnerException is IOException { InnerException: SocketException };

    private Task<HttpResponseMessage> SendOnceAsync(HttpMessageInvoker http, Func<EngineEndpoint, Uri> path, SplicedBody body, CancellationToken cancellation)
    {
        // Taken once: a process that is started anew meanwhile has another address and another key.
        var endpoint = _endpoint!;
        return SendNowAsync(http, endpoint, new HttpRequestMessage(HttpMethod.Post, path(endpoint)) { Content = new SplicedContent(body) }, cancellation);
    }

    private Task<HttpResponseMessage> SendNowAsync(HttpMessageInvoker http, EngineEndpoint endpoint, HttpRequestMessage request, CancellationToken cancellation)
    {
        if ((Keys?.Current ?? endpoint.Key) is { } key)
        {
            request.Headers.TryAddWithoutValidation(key.Header, key.Value);
        }

        foreach (var (name, value) in Options.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in Kind.Headers)
        {
            if (!request.Headers.Contains(name))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return http.SendAsync(request, cancellation);
    }
}
