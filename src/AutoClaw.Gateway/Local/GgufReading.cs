namespace AutoClaw.Gateway.Local;

/// <summary>A file's header, or why it has none.</summary>
/// <param name="Header">Null exactly if there is a problem.</param>
/// <param name="Problem">The end of a sentence that begins with the file's name.</param>
internal sealed record GgufReading(GgufHeader? Header, string? Problem);
