using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Admin;

/// <summary>How the configuration's file is read now; set by whoever watches it, and null where the gateway runs without one.</summary>
internal sealed class AdminReload
{
    private volatile Func<ConfigReload>? _read;

    /// <summary>Blocks until the file's options are in force or refused.</summary>
    public Func<ConfigReload>? Read
    {
        get => _read;
        set => _read = value;
    }
}
