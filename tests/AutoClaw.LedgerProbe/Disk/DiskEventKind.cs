namespace AutoClaw.LedgerProbe.Disk;

/// <summary>What a recorded disk is asked.</summary>
internal enum DiskEventKind
{
    /// <summary>A file came to be: its name is kept once its folder is.</summary>
    Created,
    Written,
    Truncated,
    Deleted,

    /// <summary>The file's contents are kept.</summary>
    Kept,

    /// <summary>The folder is kept: which names are in it.</summary>
    FolderKept,

    /// <summary>A reservation was acknowledged.</summary>
    Reserved,

    /// <summary>A settlement was acknowledged.</summary>
    Settled,
}
