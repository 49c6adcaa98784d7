namespace AutoClaw.FunctionalTests.Faults;

/// <summary>How far an engine's answer is when the engine breaks.</summary>
internal enum FaultStage
{
    /// <summary>Nothing has come that a client could use: another engine may answer.</summary>
    BeforeContent,

    /// <summary>Content has come, which a streaming client has seen.</summary>
    AfterContent,

    /// <summary>Nobody can say: a connection that is reset loses what is under way.</summary>
    Either,

    /// <summary>It is no fault: the answer is whole.</summary>
    Passes,
}
