namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>What a ledger's disk can do to it while it is written.</summary>
public enum Outage
{
    /// <summary>No byte is left.</summary>
    Full,

    /// <summary>Its files may not be written any more.</summary>
    ReadOnly,

    /// <summary>Nothing that is written comes back, nor an error.</summary>
    Stalled,
}
