namespace AutoClaw.Gateway.Ledger;

/// <summary>The ledger could not be opened, or did not take an entry. The relay answers 503 with <see cref="Code"/>: no entry, no service.</summary>
public sealed class LedgerException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Another process held the file longer than the bound.</summary>
    public const string Busy = "ledger_busy";

    /// <summary>No room on the disk.</summary>
    public const string Full = "ledger_full";

    /// <summary>The file or its folder cannot be written.</summary>
    public const string ReadOnly = "ledger_read_only";

    /// <summary>The file is not a ledger, or is damaged.</summary>
    public const string Corrupt = "ledger_corrupt";

    /// <summary>Another gateway writes to this file.</summary>
    public const string InUse = "ledger_in_use";

    /// <summary>A newer AutoClaw wrote the file.</summary>
    public const string TooNew = "ledger_too_new";

    /// <summary>The disk does not answer.</summary>
    public const string Stalled = "ledger_stalled";

    /// <summary>The file was deleted or moved away.</summary>
    public const string Gone = "ledger_gone";

    /// <summary>An attempt was reserved or settled twice.</summary>
    public const string Duplicate = "ledger_duplicate";

    /// <summary>The writer was disposed.</summary>
    public const string Closed = "ledger_closed";

    /// <summary>Anything else that the disk or SQLite reported.</summary>
    public const string Unavailable = "ledger_unavailable";

    /// <summary>Stable; one of the constants of this type.</summary>
    public string Code { get; } = code;
}
