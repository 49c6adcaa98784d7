using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Routing;

/// <summary>An engine as far as a decision cares.</summary>
/// <param name="Index">Its place in the snapshot's list of engines.</param>
/// <param name="Engine">Its id.</param>
/// <param name="Place">Where it runs.</param>
public sealed record Candidate(int Index, string Engine, Place Place)
{
    /// <summary>Engines with the same number answer alike, so that whichever begins first may; null: none other does.</summary>
    public int? Pool { get; init; }

    /// <summary>Tokens of prompt and answer together that it takes; null: unknown, which is not held against it.</summary>
    public int? ContextTokens { get; init; }

    public bool Tools { get; init; } = true;

    public bool Vision { get; init; } = true;

    public bool JsonSchema { get; init; } = true;

    /// <summary>What it says of its region; null: nothing, and then it is in none.</summary>
    public string? Region { get; init; }

    /// <summary>It says that it keeps nothing of what it is sent.</summary>
    public bool KeepsNothing { get; init; }

    /// <summary>Its vendor's own tools work there, in requests of this wire; null: none does.</summary>
    public WireName? VendorToolsOf { get; init; }
}
