using System.Collections.Frozen;
using AutoClaw.Core.Privacy;

namespace AutoClaw.Gateway.Options;

/// <summary>Where requests may go, for all of them. Keys, routes and clients can only make it stricter.</summary>
public sealed record PrivacyOptions
{
    public PrivacyLabel Label { get; init; }

    /// <summary>Whose demands are checked, and whose defaults hold where the file says nothing.</summary>
    public IReadOnlyList<PrivacyProfile> Profiles { get; init; } = [];

    /// <summary>Requests are looked through for personal data. <see cref="Actions"/> alone say so as well.</summary>
    public bool Scan { get; init; }

    /// <summary>Who reads what might leave beside the scan; null: nobody.</summary>
    public ReaderOptions? Reader { get; init; }

    /// <summary>What is done with requests that have a type; one that is not among them keeps its request at home.</summary>
    public IReadOnlyDictionary<PiiType, PiiAction> Actions { get; init; } = FrozenDictionary<PiiType, PiiAction>.Empty;

    /// <summary>How long it stays known whom a request was about, and what was kept of its text; null: until it is erased.</summary>
    public TimeSpan? Retention { get; init; }
}
