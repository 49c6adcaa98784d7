using System.Diagnostics;
using System.Text;

namespace AutoClaw.Overload;

/// <summary>Asks for short answers: one after the other, or at a rate whether or not they are answered.</summary>
internal sealed class Asker(Uri baseUrl, string model, bool stream) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private readonly byte[] _body = Encoding.UTF8.GetBytes(
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}""");

    public async Task<Asked> AskAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using var content = new ByteArrayContent(_body);
        using var answer = await _http.PostAsync(new Uri(baseUrl + "/chat/completions"), content);
        var text = await answer.Content.ReadAsStringAsync();
        return new Asked((int)answer.StatusCode, Stopwatch.GetElapsedTime(began).TotalMilliseconds, text.EndsWith(stream ? "data: [DONE]\n\n" : "}", StringComparison.Ordinal));
    }

    /// <summary>So many at a time, each the next as soon as it is answered.</summary>
    public async Task<IReadOnlyList<Asked>> InTurnsAsync(int clients, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            var asked = new List<Asked>();
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                asked.Add(await AskAsync());
            }

            return asked;
        }));
        return [.. all.SelectMany(asked => asked)];
    }

    /// <summary>So many a second, evenly, whatever becomes of them.</summary>
    public async Task<IReadOnlyList<Asked>> AtRateAsync(double perSecond, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var asked = new List<Task<Asked>>();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(began) is var passed && passed < time)
        {
            while (asked.Count < passed.TotalSeconds * perSecond)
            {
                asked.Add(AskAsync());
            }

            await tick.WaitForNextTickAsync();
        }

        return await Task.WhenAll(asked);
    }

    public void Dispose() => _http.Dispose();
}
