using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>A field of one wire that the neutral form has no place for.</summary>
/// <param name="Name">As its wire spells it, with the path to it: <c>service_tier</c>, <c>messages[2].content[0].citations</c>.</param>
/// <param name="Value">What it holds.</param>
/// <param name="IsHint">True where the answer is as good without it (caching, tracing, storage): it is dropped and named, never refused.</param>
public sealed record ForeignField(string Name, JsonElement Value, bool IsHint = false);
