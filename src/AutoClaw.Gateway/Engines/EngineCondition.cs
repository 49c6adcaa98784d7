namespace AutoClaw.Gateway.Engines;

/// <summary>What an engine was found to be doing when it was last asked.</summary>
internal enum EngineCondition
{
    /// <summary>Nobody asked yet, or its kind has nothing to ask.</summary>
    Unknown,

    /// <summary>It takes requests.</summary>
    Ready,

    /// <summary>It runs and its model is not there yet.</summary>
    Loading,

    /// <summary>It does not answer, or says that it can't work.</summary>
    Down,
}
