namespace AutoClaw.Gateway.Local;

/// <summary>How a <c>llama-server</c> was found, in the order of precedence.</summary>
internal enum BinaryOrigin
{
    /// <summary>An engine's configuration names it.</summary>
    Configured,

    /// <summary><c>AUTOCLAW_LLAMA_SERVER</c> names it.</summary>
    Environment,

    /// <summary><c>autoclaw engine install</c> put it in place.</summary>
    Installed,

    /// <summary>It is on the PATH.</summary>
    Path,
}
