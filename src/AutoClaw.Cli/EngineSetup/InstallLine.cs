namespace AutoClaw.Cli.EngineSetup;

/// <summary>The one line with which a person installs llama.cpp on a system by hand. From its docs/install.md and docs/docker.md.</summary>
internal static class InstallLine
{
    private const string Brew = "brew install llama.cpp";

    /// <summary>For this machine.</summary>
    public static string Here => For(OperatingSystem.IsWindows(), OperatingSystem.IsMacOS(), HasBrew());

    internal static string For(bool windows, bool mac, bool brew) =>
        windows ? "winget install llama.cpp"
        : mac || brew ? Brew
        : "docker run -p 8080:8080 -v \"$PWD\":/models ghcr.io/ggml-org/llama.cpp:server -m /models/FILE.gguf --host 0.0.0.0";

    private static bool HasBrew() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, "brew")));
}
