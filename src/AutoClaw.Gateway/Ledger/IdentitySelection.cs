namespace AutoClaw.Gateway.Ledger;

/// <summary>Whose traces are meant: one person's, or everybody's from before a moment.</summary>
/// <param name="Subject">The person, hashed; null: everybody.</param>
/// <param name="Before">Requests from before then; null: of any time.</param>
internal readonly record struct IdentitySelection(string? Subject, DateTimeOffset? Before)
{
    public static IdentitySelection Of(string subject) => new(subject, null);

    public static IdentitySelection OlderThan(DateTimeOffset before) => new(null, before);

    /// <summary>As the ledger's times are written; the end of time where all are meant.</summary>
    public long BeforeMicros => Before is { } before ? (before.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : long.MaxValue;
}
