using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>
/// Clients that ask all kinds of things of a gateway until it dies, and remember what they were told: which requests it began to answer,
/// and which it answered to the end, with the tokens that it said they took.
/// </summary>
internal sealed class CrashLoad(Uri gateway, CancellationToken cancellation) : IDisposable
{
    private const string RequestId = "x-autoclaw-request-id";

    private readonly HttpClient _http = new() { BaseAddress = gateway };

    /// <summary>Requests whose answer had begun: a reservation was committed by then.</summary>
    public ConcurrentBag<string> Begun { get; } = [];

    /// <summary>Requests with the whole answer, and its completion tokens where it said so.</summary>
    public ConcurrentBag<(string Id, long? Tokens)> Whole { get; } = [];

    public void Dispose() => _http.Dispose();

    /// <summary>One client, who asks one thing after the other; ends when the gateway is gone.</summary>
    public async Task RunAsync(int client, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; !cancellation.IsCancellationRequested; round++)
        {
            try
            {
                await AskAsync(random.Next(6), $"client {client} round {round}");
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    private async Task AskAsync(int kind, string text)
    {
        var stream = kind is 0 or 1 or 2;
        var (path, body) = kind switch
        {
            5 => ("/v1/embeddings", $$"""{"model":"local","input":"{{text}}"}"""),

            // The local engine fails those on purpose, so that the cloud answers.
            2 or 4 => ("/v1/chat/completions", $$"""{"model":"first","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"[[fail:status:503]] {{text}}"}]}"""),
            _ => ("/v1/chat/completions", $$"""{"model":"{{(text.Length % 2 == 0 ? "local" : "cloud")}}","stream":{{(stream ? "true" : "false")}},"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"{{text}}"}]}"""),
        };
        if (!stream)
        {
            body = body.Replace(""","stream_options":{"include_usage":true}""", "", StringComparison.Ordinal);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var id = response.Headers.GetValues(RequestId).Single();
        if (!response.IsSuccessStatusCode)
        {
            response.Dispose();
            return;
        }

        Begun.Add(id);
        if (!stream)
        {
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation));
            response.Dispose();
            Whole.Add((id, (long?)answer!["usage"]?["completion_tokens"]));
            return;
        }

        await using var events = new StreamedAnswer(response, await response.Content.ReadAsStreamAsync(cancellation), cancellation);
        if (kind == 1)
        {
            // Leaves after the first piece.
            await events.NextAsync();
            return;
        }

        long? tokens = null;
        while (await events.NextAsync() is { } data)
        {
            if (data == "[DONE]")
            {
                Whole.Add((id, tokens));
                return;
            }

            tokens = (long?)JsonNode.Parse(data)?["usage"]?["completion_tokens"] ?? tokens;
        }
    }
}
