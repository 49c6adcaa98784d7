namespace AutoClaw.Gateway.Local;

/// <summary>A model file of the store.</summary>
/// <param name="Name">What it is called: the file's name without its ending.</param>
/// <param name="Path">The file, absolute.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record StoredModel(string Name, string Path, long Bytes);
