using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Admin;

/// <summary>Who is at the administrators' door.</summary>
/// <param name="KeyId">The key's public part; null: somebody on this machine, without a key.</param>
/// <param name="Scope">What they may do.</param>
internal sealed record AdminCaller(string? KeyId, AdminScope Scope);
