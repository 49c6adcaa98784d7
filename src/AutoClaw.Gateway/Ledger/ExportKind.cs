namespace AutoClaw.Gateway.Ledger;

/// <summary>What an exported column's values are; any of them may be null.</summary>
public enum ExportKind
{
    Text,

    /// <summary>64 bits.</summary>
    Whole,

    Real,

    /// <summary>Microseconds since 1970-01-01 UTC.</summary>
    Time,

    /// <summary>Picodollars, to be written as exact dollars.</summary>
    Money,
}
