namespace AutoClaw.Cli;

/// <summary>The command line's exit codes. Stable: scripts rely on them.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>It was asked correctly and did not work.</summary>
    public const int Failed = 1;

    /// <summary>It was asked wrongly: unknown verb, missing or malformed option.</summary>
    public const int Usage = 2;

    /// <summary>The configuration file is invalid.</summary>
    public const int Config = 3;

    /// <summary>No gateway or engine answers where one was expected.</summary>
    public const int Unreachable = 4;
}
