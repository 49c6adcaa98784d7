namespace AutoClaw.Gateway.Options;

/// <summary>A local engine that reads requests for personal data, after the scan.</summary>
/// <param name="Engine">Its id.</param>
public sealed record ReaderOptions(string Engine)
{
    /// <summary>How long reading one request may take; then it is private.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A request with more characters of text is not read, and private.</summary>
    public int MaxChars { get; init; } = 24_000;
}
