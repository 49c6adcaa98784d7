namespace AutoClaw.Gateway;

/// <summary>The folder that AutoClaw keeps its own files in: the ledger, the local client's key.</summary>
public static class AutoClawHome
{
    /// <summary><c>AUTOCLAW_HOME</c>, else <c>autoclaw</c> in the user's data folder (XDG_DATA_HOME on Linux).</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("AUTOCLAW_HOME") is { Length: > 0 } home
        ? System.IO.Path.GetFullPath(home)
        : System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "autoclaw");

    /// <summary>What engines write that the gateway starts.</summary>
    public static string LogFolder => System.IO.Path.Combine(Path, "logs");

    public static string LedgerPath => System.IO.Path.Combine(Path, "ledger.db");
}
