namespace AutoClaw.Gateway.Power;

/// <summary>Whether a power meter can be used.</summary>
internal enum MeterState
{
    /// <summary>This machine has none.</summary>
    Absent,

    /// <summary>There is one, and this user may not read it.</summary>
    Denied,

    Readable,
}
