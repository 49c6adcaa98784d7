using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using AutoClaw.FunctionalTests.LlamaServer;

namespace AutoClaw.EngineKills;

/// <summary>
/// Asks one request after the other until told to stop: in turn as a stream and as a whole, for a short and a long answer, of the engine
/// itself and of a route with another engine behind it.
/// </summary>
internal sealed class LoadClient(Uri baseUrl, string key, int number, Recovery recovery) : IDisposable
{
    private const int LongAnswer = 400;

    // Longer than any end takes: the engine's restart, and every wait of the gateway for it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<Asked> _asked = [];

    public IReadOnlyList<Asked> Asked => _asked;

    public async Task RunAsync(CancellationToken stop)
    {
        // Spread over the eight kinds from the first request on.
        for (var i = number; !stop.IsCancellationRequested; i++)
        {
            var asked = await AskAsync(stream: i % 2 == 0, pinned: i / 2 % 2 == 0, isLong: i / 4 % 2 == 0);
            _asked.Add(asked);
            recovery.Take(asked);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Asked> AskAsync(bool stream, bool pinned, bool isLong)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(baseUrl + "/chat/completions"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new StringContent(
            $$"""
            {"model":"{{(pinned ? "home" : "both")}}","stream":{{(stream ? "true" : "false")}},"max_tokens":{{LongAnswer}},
            "messages":[{"role":"user","content":"{{number}} {{(isLong ? TinyModel.EndlessWord : "hi")}}"}]}
            """,
            Encoding.UTF8,
            "application/json");
        using var limit = new CancellationTokenSource(Longest);
        var started = Stopwatch.GetTimestamp();
        string? id = null;
        Answer answer;
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            id = Header(response, "x-autoclaw-request-id");
            answer = !response.IsSuccessStatusCode ? await RefusalAsync(response, limit.Token)
                : stream ? await StreamAsync(response, isLong, limit.Token)
                : await WholeAsync(response, isLong, limit.Token);
        }
        catch (OperationCanceledException)
        {
            answer = new Answer(Ending.Hang, "no end");
        }
        catch (HttpRequestException error)
        {
            answer = new Answer(Ending.NoGateway, error.Message);
        }

        return new Asked(stream, pinned, started, Stopwatch.GetTimestamp(), answer.Ending, id, answer.Detail);
    }

    private static async Task<Answer> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        try
        {
            using var json = JsonDocument.Parse(body);
            return new Answer(Ending.Refused, $"{(int)response.StatusCode} {json.RootElement.GetProperty("error").GetProperty("code").GetString()}");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new Answer(Ending.Silent, $"{(int)response.StatusCode} without an error object");
        }
    }

    private static async Task<Answer> WholeAsync(HttpResponseMessage response, bool isLong, CancellationToken cancellation)
    {
        byte[] body;
        try
        {
            body = await response.Content.ReadAsByteArrayAsync(cancellation);
        }
        catch (HttpRequestException error)
        {
            return new Answer(Ending.Silent, error.Message);
        }

        using var json = JsonDocument.Parse(body);
        var choice = json.RootElement.GetProperty("choices")[0];
        return Whole(response, choice.GetProperty("message").GetProperty("content").GetString() ?? "", choice.GetProperty("finish_reason").GetString(), isLong);
    }

    private static async Task<Answer> StreamAsync(HttpResponseMessage response, bool isLong, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        string? error = null, finish = null;
        var done = false;
        try
        {
            await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellation)).EnumerateAsync(cancellation))
            {
                if (item.Data == "[DONE]")
                {
                    done = true;
                    continue;
                }

                using var json = JsonDocument.Parse(item.Data);
                if (json.RootElement.TryGetProperty("error", out var told))
                {
                    error = told.GetProperty("code").GetString();
                }
                else if (json.RootElement.GetProperty("choices") is var choices && choices.GetArrayLength() > 0)
                {
                    text.Append(choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null);
                    finish = choices[0].TryGetProperty("finish_reason", out var reason) ? reason.GetString() ?? finish : finish;
                }
            }
        }
        catch (IOException) when (error is not null)
        {
            // The connection is not ended as a whole answer's is: that goes with the error event.
        }
        catch (IOException broken)
        {
            return new Answer(Ending.Silent, $"no error event: {broken.Message}");
        }

        return (error, done) switch
        {
            (not null, false) => new Answer(Ending.ErrorEvent, error),
            (not null, true) => new Answer(Ending.Silent, "an end marker after an error"),
            (null, false) => new Answer(Ending.Silent, "neither an end marker nor an error"),
            _ => Whole(response, text.ToString(), finish, isLong),
        };
    }

    // The model's text is known, so one that lacks a piece is found out even where everything else looks right.
    private static Answer Whole(HttpResponseMessage response, string text, string? finish, bool isLong)
    {
        if (Header(response, "x-autoclaw-engine") != "home")
        {
            return text.Length > 0 && finish is not null && !text.Contains("tick", StringComparison.Ordinal) && !text.Contains(TinyModel.Answer[..5], StringComparison.Ordinal)
                ? new Answer(Ending.Other, null)
                : new Answer(Ending.Silent, $"'{text}' of the other engine, {finish}");
        }

        var right = isLong
            ? finish == "length" && text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == LongAnswer
            : finish == "stop" && text == TinyModel.Answer;
        return right ? new Answer(Ending.Local, null) : new Answer(Ending.Silent, $"'{text}', {finish}");
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private sealed record Answer(Ending Ending, string? Detail);
}
