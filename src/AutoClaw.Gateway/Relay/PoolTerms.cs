using AutoClaw.Gateway.Engines.Queue;

namespace AutoClaw.Gateway.Relay;

/// <summary>What the choice among a pool's members goes by, apart from their load.</summary>
/// <param name="Caller">Whose request it is.</param>
/// <param name="Home">The engine that answered the conversation last, by its place in the snapshot; null for a new one.</param>
/// <param name="CachedTokens">Prompt tokens that it has read before, estimated.</param>
internal readonly record struct PoolTerms(Caller Caller, int? Home, long CachedTokens);
