namespace AutoClaw.Gateway.Local;

/// <summary>Where a model of the store came from, and what it is compared with later.</summary>
/// <param name="Source">What it was pulled by: <c>hf:…</c>, a URL or a file.</param>
/// <param name="Sha256">Of the file as it was stored, in lower case.</param>
/// <param name="CheckedAgainst">Whose checksum it was compared with before it was stored: <c>user</c>, <c>catalogue</c>, <c>server</c>; null: there was none.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="PulledAt">When it was stored.</param>
/// <param name="License">Its licence's name, where the catalogue knows it.</param>
internal sealed record ModelRecord(string Source, string Sha256, string? CheckedAgainst, long Bytes, DateTimeOffset PulledAt, string? License);
