using AutoClaw.Core.Routing;

namespace AutoClaw.Core.Policy;

/// <summary>Removes engines that can't do what a request asks for. Votes before the score: a cheap engine that fails is no choice.</summary>
public static class CapabilityPolicy
{
    /// <summary>A tool that another vendor runs.</summary>
    public const string VendorTools = "vendor_tools";

    /// <summary>What <paramref name="candidate"/> lacks for the request, as a stable word; null if it can take it.</summary>
    public static string? Missing(Candidate candidate, in RequestFacts facts) =>
        facts.NeedsTools && !candidate.Tools ? "tools"
        : facts.VendorToolsOf is { } wire && candidate.VendorToolsOf != wire ? VendorTools
        : facts.NeedsVision && !candidate.Vision ? "vision"
        : facts.NeedsJsonSchema && !candidate.JsonSchema ? "json_schema"
        : candidate.ContextTokens is { } context && facts.InputTokens + (facts.MaxOutputTokens ?? 0) > context ? "context_length"
        : null;
}
