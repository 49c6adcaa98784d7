using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Routing;

/// <summary>What a request needs of an engine.</summary>
/// <param name="InputTokens">Prompt tokens, estimated.</param>
/// <param name="MaxOutputTokens">The client's own limit; null if it set none.</param>
/// <param name="NeedsTools">The client offers tools.</param>
/// <param name="NeedsVision">A message holds an image.</param>
/// <param name="NeedsJsonSchema">The answer must follow a JSON schema.</param>
public readonly record struct RequestFacts(
    long InputTokens, long? MaxOutputTokens, bool NeedsTools, bool NeedsVision, bool NeedsJsonSchema)
{
    /// <summary>Among the tools is one that only engines of this wire know; null: none is.</summary>
    public WireName? VendorToolsOf { get; init; }
}
