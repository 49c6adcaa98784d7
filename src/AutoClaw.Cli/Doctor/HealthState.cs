namespace AutoClaw.Cli.Doctor;

/// <summary>What a finding means for running AutoClaw.</summary>
internal enum HealthState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth knowing; nothing is broken by it.</summary>
    Note,

    /// <summary>Something will not work until it is dealt with.</summary>
    Problem,
}
