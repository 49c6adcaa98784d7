using AutoClaw.Core.Privacy;
using AutoClaw.Core.Routing.Aims;

namespace AutoClaw.Core.Routing;

/// <summary>What else a decision goes by, apart from the request itself.</summary>
/// <param name="Counts">True for a request that will be answered: the route's aim counts it. False for one that is only explained.</param>
public readonly record struct DecisionTerms(bool Counts)
{
    /// <summary>Where the request may go.</summary>
    public PrivacyLabel Privacy { get; init; }

    /// <summary>Engines, by <see cref="Candidate.Index"/>, that may not have what is in it; null or empty: none.</summary>
    public IReadOnlySet<int>? Barred { get; init; }

    /// <summary>What the route's engines ask for: an aim that weighs cost goes by it.</summary>
    public RoutePrices Prices { get; init; }

    /// <summary>The conversation that the request goes on with; null for a new one.</summary>
    public ConversationStay? Stay { get; init; }

    /// <summary>What the client asks for in place of the route's aim, which then does not count the request.</summary>
    public AimOverride? Override { get; init; }

    /// <summary>
    /// The engine, by <see cref="Candidate.Index"/>, whose signatures or ciphertext the request brings back: only that one can read
    /// them. Null where there are none, or nobody knows whose they are.
    /// </summary>
    public int? Maker { get; init; }

    /// <summary>Bit i is set if the route's <c>LocalFirst[i]</c> is local and too busy to be worth the wait.</summary>
    public ulong Busy { get; init; }
}
