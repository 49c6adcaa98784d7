namespace AutoClaw.Cli.Download;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>How long nothing may come before the connection counts as dead.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row, without progress in between, after which it gives up.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the first retry; doubles each time.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes that count as progress: a server that gives a few and hangs up is not waited for without end.</summary>
    public long Progress { get; init; } = 1 << 20;
}
