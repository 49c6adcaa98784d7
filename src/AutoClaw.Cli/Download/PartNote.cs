namespace AutoClaw.Cli.Download;

/// <summary>What is noted beside a part file, so that a later run knows whether its bytes belong to the file it is asked for.</summary>
/// <param name="Url">Where the bytes came from.</param>
/// <param name="Etag">The entity tag of the file that they are of, as sent; null: the server gave no strong one; they can then only be gone on with where it gives a checksum.</param>
/// <param name="Sha256">The checksum that the server gave, or null.</param>
/// <param name="Length">The file's length, or null.</param>
internal sealed record PartNote(string Url, string? Etag, string? Sha256, long? Length);
