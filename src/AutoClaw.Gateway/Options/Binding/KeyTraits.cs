namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What else is to be known of a key.</summary>
[Flags]
internal enum KeyTraits
{
    None = 0,

    /// <summary>A file without it is invalid.</summary>
    Required = 1,

    /// <summary>Never printed.</summary>
    Secret = 2,

    /// <summary>A changed value counts from the next start on.</summary>
    Restart = 4,

    /// <summary>What a file without it means depends on other keys.</summary>
    NoDefault = 8,
}
