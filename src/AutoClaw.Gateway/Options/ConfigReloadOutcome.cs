namespace AutoClaw.Gateway.Options;

/// <summary>What became of one look at the file.</summary>
internal enum ConfigReloadOutcome
{
    /// <summary>It says what it said before.</summary>
    Unchanged,

    /// <summary>The new options are in force.</summary>
    Applied,

    /// <summary>It has errors; the old options stay.</summary>
    Rejected,
}
