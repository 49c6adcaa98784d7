namespace AutoClaw.LedgerProbe.Disk;

/// <summary>Something that a recorded disk was asked, or a promise that was made on it.</summary>
/// <param name="Kind">What.</param>
/// <param name="File">The file's name without its folder; for a promise, whose.</param>
/// <param name="Offset">Of a write; for a truncation, the new length; for a file that is kept, the number of events that had happened when that was asked for.</param>
/// <param name="Bytes">Of a write.</param>
internal sealed record DiskEvent(DiskEventKind Kind, string File, long Offset = 0, byte[]? Bytes = null);
