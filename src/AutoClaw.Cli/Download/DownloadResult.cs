namespace AutoClaw.Cli.Download;

/// <summary>How a download ended.</summary>
/// <param name="Problem">What went wrong and what to do, as sentences; null: the part file is whole.</param>
/// <param name="ServerSha256">The checksum that the server gave, or null.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Resumed">Bytes that an earlier run had fetched.</param>
internal sealed record DownloadResult(string? Problem, string? ServerSha256, long Bytes, long Resumed);
