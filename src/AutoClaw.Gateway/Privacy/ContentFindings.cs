using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;

namespace AutoClaw.Gateway.Privacy;

/// <summary>What follows from what one request says; nothing by default.</summary>
/// <param name="Replaced">Placeholders must stand for these before it leaves; null for none.</param>
internal readonly record struct ContentFindings(List<RequestFinding>? Replaced)
{
    /// <summary>A type that nobody gets; null for none.</summary>
    public PiiType? Blocked { get; init; }

    /// <summary>Why only local engines may have it; null where that is not so.</summary>
    public string? StaysHome { get; init; }
}
