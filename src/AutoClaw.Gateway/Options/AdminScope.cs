namespace AutoClaw.Gateway.Options;

/// <summary>What an administrator's key may do; each includes those before it.</summary>
public enum AdminScope
{
    /// <summary>Look.</summary>
    Read,

    /// <summary>Change what the gateway does.</summary>
    Write,
}
