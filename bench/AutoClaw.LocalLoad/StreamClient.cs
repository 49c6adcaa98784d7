using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace AutoClaw.LocalLoad;

/// <summary>One client that streams one answer after the other, as an application would, until the time is over.</summary>
internal sealed class StreamClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly int _tokens;
    private readonly string _name;

    /// <param name="target">Where and with which key.</param>
    /// <param name="tokens">Of each answer.</param>
    /// <param name="name">Makes its prompts different from those of all other clients of the run.</param>
    public StreamClient(Target target, int tokens, string name)
    {
        _address = new Uri(target.Root + "/chat/completions");
        _tokens = tokens;
        _name = name;

        // llama-server closes a connection after its answer, so direct clients would only lose requests by keeping it. With many clients an
        // answer may wait for minutes, which is what is measured.
        var handler = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = target.KeepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.Key);
    }

    /// <summary>Milliseconds from the request to its first non-empty text.</summary>
    public List<double> FirstContent { get; } = [];

    /// <summary>Tokens of all its answers, as the engine counts them.</summary>
    public long Tokens { get; private set; }

    public int Answers { get; private set; }

    public int Errors { get; private set; }

    public async Task RunAsync(long until)
    {
        for (var i = 0; Stopwatch.GetTimestamp() < until; i++)
        {
            try
            {
                await AskAsync(i);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or JsonException)
            {
                Console.Error.WriteLine($"client {_name}: {error.Message}");
                Errors++;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task AskAsync(int round)
    {
        // Its name comes first, so that no prompt begins as another does and no prompt cache knows it.
        var body = $$"""
            {"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0,"ignore_eos":true,"max_tokens":{{_tokens}},
            "messages":[{"role":"user","content":"{{_name}} {{round}} tell me about it: endless"}]}
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var started = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        double? first = null;
        long? tokens = null;
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.Data == "[DONE]")
            {
                break;
            }

            // Parsed where something is to be found only: what the clients use of the machine is missing to the engine.
            if (first is not null && !item.Data.Contains("\"usage\"", StringComparison.Ordinal))
            {
                continue;
            }

            using var json = JsonDocument.Parse(item.Data);
            if (first is null && HasText(json.RootElement))
            {
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            if (json.RootElement.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            {
                tokens = usage.GetProperty("completion_tokens").GetInt64();
            }
        }

        if (first is not { } ttft || tokens is not { } count)
        {
            throw new IOException("an answer without text or without usage");
        }

        FirstContent.Add(ttft);
        Tokens += count;
        Answers++;
    }

    private static bool HasText(JsonElement chunk) =>
        chunk.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
        && choices[0].TryGetProperty("delta", out var delta)
        && delta.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String && content.GetString()!.Length > 0;
}
