namespace AutoClaw.Gateway.Options;

/// <summary>How answers of the Responses API are kept for their clients. Their contents lie on the disk.</summary>
/// <param name="Store">Those are kept whose clients do not say <c>store: false</c>; else none is.</param>
public sealed record ResponsesOptions(bool Store = true)
{
    /// <summary>After so long without use, by being continued, a conversation is removed.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes of all that is kept; past it the one goes first that was used longest ago.</summary>
    public long MaxBytes { get; init; } = 1024L * 1024 * 1024;
}
