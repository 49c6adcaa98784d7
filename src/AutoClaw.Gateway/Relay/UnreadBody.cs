using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>
/// What a client is still sending when it has been refused. The server reads on for 5 seconds and then resets the connection: a client that
/// looks for its answer only when it has sent everything would never see it.
/// </summary>
internal static class UnreadBody
{
    /// <summary>Four times the largest request that is taken by default: ample for who sends in earnest.</summary>
    public const long MostBytes = 128 * 1024 * 1024;

    /// <summary>Enough for a request of the largest size that is taken by default at 5 Mbit/s. Who sends next to nothing is ended by the server sooner.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // Who took too long already gets no more than the server's own.
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(5);

    /// <summary>Ends the answer, then reads what is left of the request. Past a limit it leaves the rest to the server.</summary>
    public static async Task DrainAsync(HttpContext context, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(context.Response.StatusCode == StatusCodes.Status408RequestTimeout ? Shortly : Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            await context.Response.CompleteAsync().ConfigureAwait(false);
            var reader = context.Request.BodyReader;
            for (var read = 0L; read < MostBytes;)
            {
                var result = await reader.ReadAsync(either.Token).ConfigureAwait(false);
                read += result.Buffer.Length;
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // It has its answer; only its connection is lost.
        }
    }
}
