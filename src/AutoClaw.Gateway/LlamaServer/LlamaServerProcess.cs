using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AutoClaw.Gateway.LlamaServer;

/// <summary>One life of one llama-server. Ends with <see cref="DisposeAsync"/>, with the gateway, or by itself.</summary>
internal sealed partial class LlamaServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(50);

    // A person's proxy setting is not for a child on loopback.
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) });

    private readonly Process _process;
    private readonly LogTail _log = new();
    private readonly Action<string> _line;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LlamaServerProcess(Process process, Action<string> line)
    {
        _process = process;
        _line = line;
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
    }

    /// <param name="start">See <see cref="LlamaServerCommand"/>.</param>
    /// <param name="line">Hears every line that it writes, from any thread.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It can't be started at all.</exception>
    public static LlamaServerProcess Start(ProcessStartInfo start, Action<string> line)
    {
        var server = new LlamaServerProcess(new Process { StartInfo = start }, line);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Ends when the process has.</summary>
    /// <returns>Why it ended, in its own words where it had some.</returns>
    public async Task<string> EndedAsync(CancellationToken cancellation)
    {
        // Waits for the end of its output too, so the last words are there.
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return _log.Problem(_process.ExitCode);
    }

    /// <summary>Waits until it answers that its model is loaded.</summary>
    /// <returns>Its root; null if it ended before.</returns>
    public async Task<Uri?> ReadyAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var gaveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ended = _process.WaitForExitAsync(gaveUp.Token);
        try
        {
            if (await Task.WhenAny(_address.Task, ended).ConfigureAwait(false) == ended)
            {
                await ended.ConfigureAwait(false);
                return null;
            }

            var root = await _address.Task.ConfigureAwait(false);
            using var timer = new PeriodicTimer(HealthInterval, time);
            while (!await IsHealthyAsync(root, cancellation).ConfigureAwait(false))
            {
                if (ended.IsCompleted)
                {
                    return null;
                }

                await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
            }

            return root;
        }
        finally
        {
            await gaveUp.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>True while it works on an answer, as its slots say.</summary>
    public async Task<bool> IsBusyAsync(string apiKey, CancellationToken cancellation)
    {
        if (!_address.Task.IsCompletedSuccessfully)
        {
            return false;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(await _address.Task.ConfigureAwait(false), "slots"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
            using var response = await Http.SendAsync(request, cancellation).ConfigureAwait(false);
            var slots = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK && IsAnyProcessing(slots);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException)
        {
            // One that does not answer does not work either.
            return false;
        }
    }

    /// <summary>Asks it to end, and makes it end when it has not after 3 seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        // The guard in front of it does both when this pipe ends.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private static bool IsAnyProcessing(ReadOnlyMemory<byte> slots)
    {
        using var json = JsonDocument.Parse(slots);
        return json.RootElement.ValueKind == JsonValueKind.Array
            && json.RootElement.EnumerateArray().Any(s => s.TryGetProperty("is_processing", out var busy) && busy.ValueKind == JsonValueKind.True);
    }

    // 503 while the model is loaded: that is not a failure.
    private static async Task<bool> IsHealthyAsync(Uri root, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, "health"));
            using var response = await Http.SendAsync(request, cancellation).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.Add(line);
        _line(line);
        if (!_address.Task.IsCompleted && Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value + "/"));
        }
    }

    [GeneratedRegex(@"listening on (http://127\.0\.0\.1:[1-9]\d*)")]
    private static partial Regex Listening();
}
