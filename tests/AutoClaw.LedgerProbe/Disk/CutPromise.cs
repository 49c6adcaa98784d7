namespace AutoClaw.LedgerProbe.Disk;

/// <summary>What a writer is held to when the power is cut.</summary>
internal enum CutPromise
{
    /// <summary><c>fsync: always</c>: whatever was acknowledged is there.</summary>
    Always,

    /// <summary><c>fsync: 100ms</c>: whatever was acknowledged before the disk was last asked, and answered, is there.</summary>
    Interval,

    /// <summary>As <see cref="Always"/>, on a disk that is never asked: has to fail, or these cuts find nothing.</summary>
    Never,
}
