namespace AutoClaw.Cli.Download;

/// <summary>One file to fetch.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Part">Where it is put. What a killed download left there is gone on with.</param>
/// <param name="CheckStart">Says of the file's first bytes what is wrong with them, or null; bytes are only kept if nothing is.</param>
/// <param name="StartBytes">Bytes that it needs for that.</param>
internal sealed record DownloadRequest(Uri Url, string Part, Func<ReadOnlySpan<byte>, string?> CheckStart, int StartBytes);
