namespace AutoClaw.Gateway.Options;

/// <summary>What a listener proves who it is with. Both files are read again when they change.</summary>
/// <param name="Certificate">A PEM file: the certificate, then those that lead to its root.</param>
/// <param name="Key">A PEM file with its private key, not encrypted.</param>
public sealed record TlsOptions(string Certificate, string Key);
