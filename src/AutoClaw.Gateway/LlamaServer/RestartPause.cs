namespace AutoClaw.Gateway.LlamaServer;

/// <summary>How long to wait before a llama-server is started again.</summary>
internal static class RestartPause
{
    /// <summary>A server that has been up this long has not failed at its start: the count begins anew.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <param name="failures">In a row, 1 or more.</param>
    /// <returns>Nothing after the first, then half a second, doubled each time, at most half a minute.</returns>
    public static TimeSpan After(int failures) => failures <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 0.5 * Math.Pow(2, failures - 2)));
}
