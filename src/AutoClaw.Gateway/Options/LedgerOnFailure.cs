namespace AutoClaw.Gateway.Options;

/// <summary>What becomes of requests while the ledger can't be written.</summary>
public enum LedgerOnFailure
{
    /// <summary>They get 503: no entry, no service.</summary>
    Refuse,

    /// <summary>They are answered; their entries wait in memory, within bounds.</summary>
    Serve,
}
