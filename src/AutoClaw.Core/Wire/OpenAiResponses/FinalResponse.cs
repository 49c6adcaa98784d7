using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// The events of a stream that hold a response object. The one that ends it has the whole answer: what a client gets that does not stream,
/// and what a store keeps.
/// </summary>
public static class FinalResponse
{
    /// <summary>True if <paramref name="data"/> ends its stream, whether the answer is whole, cut short or failed. Never throws.</summary>
    /// <param name="data">One event's payload.</param>
    /// <param name="response">Where the response object stands in it.</param>
    public static bool TryFind(ReadOnlySpan<byte> data, out ByteRange response) => TryFind(data, atEnd: true, out response);

    /// <summary>True if <paramref name="data"/> announces the answer before any of its content: the response object repeats the request there. Never throws.</summary>
    /// <param name="data">One event's payload.</param>
    /// <param name="response">Where the response object stands in it.</param>
    public static bool TryFindAnnounced(ReadOnlySpan<byte> data, out ByteRange response) => TryFind(data, atEnd: false, out response);

    private static bool TryFind(ReadOnlySpan<byte> data, bool atEnd, out ByteRange response)
    {
        try
        {
            if (StreamedEvent.TryRead(data, out var streamed) && streamed.Response.IsPresent && (atEnd
                ? streamed.Type is "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled"
                : streamed.Type is "response.created" or "response.in_progress" or "response.queued"))
            {
                response = streamed.Response;
                return true;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Broken data ends nothing.
        }

        response = default;
        return false;
    }
}
