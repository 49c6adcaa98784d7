namespace AutoClaw.Gateway.Options.Binding;

/// <summary>An error keeps the file from being used; a warning does not.</summary>
internal enum ConfigSeverity
{
    Error,
    Warning,
}
