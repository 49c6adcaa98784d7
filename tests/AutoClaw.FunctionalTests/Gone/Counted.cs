namespace AutoClaw.FunctionalTests.Gone;

/// <summary>Where the gateway counts a request.</summary>
internal enum Counted
{
    /// <summary>Among all that it answers.</summary>
    Requests,

    /// <summary>Among those that an engine works on.</summary>
    Called,

    /// <summary>Among those that wait for an engine.</summary>
    Waiting,
}
