using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace AutoClaw.Soak;

/// <summary>Asks all kinds of things, one after the other, at the pace that it is given, and counts how they end.</summary>
/// <param name="baseUrl">Of the gateway's API.</param>
/// <param name="key">Its client's.</param>
/// <param name="seed">Of what it asks.</param>
internal sealed class SoakClient(Uri baseUrl, string key, int seed) : IDisposable
{
    // Longer than any answer of the simulators takes.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Random _random = new(seed);
    private string? _id;

    /// <summary>Requests that have ended.</summary>
    public int Asked { get; private set; }

    /// <summary>Of those, the ones that were left on purpose.</summary>
    public int Left { get; private set; }

    /// <summary>Whole answers' milliseconds.</summary>
    public List<float> Milliseconds { get; } = [];

    /// <summary>What went otherwise than it should, in words.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Until told to stop; each request at the next moment that <paramref name="pace"/> gives.</summary>
    public async Task RunAsync(Pace pace, CancellationToken stop)
    {
        while (await pace.NextAsync(stop))
        {
            var kind = _random.Next(20);
            var began = Stopwatch.GetTimestamp();
            _id = null;
            try
            {
                await AskAsync(kind);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                Wrong.Add($"kind {kind}, request {_id ?? "without an answer"}, after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {error.GetType().Name}: {error.Message}");
            }

            Asked++;
        }
    }

    /// <summary>Forgets what has been counted, but for what went wrong.</summary>
    public void BeginAnew()
    {
        (Asked, Left) = (0, 0);
        Milliseconds.Clear();
    }

    public void Dispose() => _http.Dispose();

    // Of twenty: nine streams, six whole answers, two embeddings, two that leave in the middle, one that the first engine fails.
    private async Task AskAsync(int kind)
    {
        var stream = kind is < 9 or 17 or 18;
        var text = string.Concat(Enumerable.Range(0, 8 + _random.Next(120)).Select(_ => (char)('a' + _random.Next(26)) + (_random.Next(5) == 0 ? " " : "")));
        var chat = $$"""{"model":"{{(kind == 19 ? "first" : "auto")}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{(kind == 19 ? "[[fail:status:503]] " : "")}}{{text}}"}]}""";
        var embeddings = kind is 15 or 16;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseUrl + (embeddings ? "/embeddings" : "/chat/completions")))
        {
            Content = new StringContent(embeddings ? $$"""{"model":"local","input":"{{text}}"}""" : chat, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var limit = new CancellationTokenSource(Longest);
        var started = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        _id = response.Headers.TryGetValues("x-autoclaw-request-id", out var ids) ? ids.First() : null;
        if (!response.IsSuccessStatusCode)
        {
            Wrong.Add($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(limit.Token)}");
            return;
        }

        if (kind is 17 or 18)
        {
            await using var begun = await response.Content.ReadAsStreamAsync(limit.Token);
            await begun.ReadExactlyAsync(new byte[16], limit.Token);
            Left++;
            return;
        }

        var answer = await response.Content.ReadAsStringAsync(limit.Token);
        var isWhole = stream ? answer.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal) : answer.EndsWith('}');
        if (!isWhole)
        {
            Wrong.Add($"cut: ...{answer[Math.Max(0, answer.Length - 80)..]}");
        }

        Milliseconds.Add((float)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
