using System.Collections.Frozen;
using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.Gateway.Options;

/// <summary>One client key <c>sk-ac-ID-SECRET</c>, without its secret.</summary>
/// <param name="Id">The public part: letters and digits; what logs and the ledger show.</param>
/// <param name="Hash"><c>sha256:</c> and the lower-case hex SHA-256 of the whole key's UTF-8 bytes.</param>
/// <param name="Name">What the operator calls it.</param>
public sealed record ApiKeyOptions(string Id, string Hash, string? Name = null)
{
    /// <summary>How its requests stand among others' where not all can be served.</summary>
    public Priority Priority { get; init; }

    /// <summary>Where its requests may go.</summary>
    public PrivacyLabel Privacy { get; init; }

    /// <summary>What is done with personal data in its requests; a type that is not named: as for all.</summary>
    public IReadOnlyDictionary<PiiType, PiiAction> Actions { get; init; } = FrozenDictionary<PiiType, PiiAction>.Empty;

    /// <summary>Its requests at the same time; null: any number.</summary>
    public int? MaxConcurrent { get; init; }
}
