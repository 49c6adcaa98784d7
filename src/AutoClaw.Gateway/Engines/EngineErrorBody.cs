using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Gateway.Engines;

/// <summary>Reads what an engine says about its refusal, without trusting it to be short, quick or JSON.</summary>
internal static class EngineErrorBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>What the body's first 64 KiB say.</summary>
    public static async Task<EngineError> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = new byte[MaxBytes];
        var count = 0;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            count = await stream.ReadAtLeastAsync(body, MaxBytes, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            // The status is known; only its explanation is lost.
        }

        return EngineErrorReader.ReadBody(body.AsSpan(0, count));
    }
}
