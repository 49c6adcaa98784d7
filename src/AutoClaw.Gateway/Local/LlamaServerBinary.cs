using SystemPath = System.IO.Path;

namespace AutoClaw.Gateway.Local;

/// <summary>The <c>llama-server</c> of this machine, and how it was found.</summary>
/// <param name="Path">The executable, absolute.</param>
/// <param name="Origin">What named it.</param>
internal sealed record LlamaServerBinary(string Path, BinaryOrigin Origin)
{
    /// <summary>Names an executable for every engine of this machine that does not name its own.</summary>
    public const string Variable = "AUTOCLAW_LLAMA_SERVER";

    /// <summary>Where <c>autoclaw engine install</c> puts it.</summary>
    public static string InstallFolder { get; } = SystemPath.Combine(AutoClawHome.Path, "engine");

    public static string FileName => OperatingSystem.IsWindows() ? "llama-server.exe" : "llama-server";

    /// <summary>The executable to start: the configured one, else the variable's, else the installed one, else the one on the PATH.</summary>
    /// <param name="configured">A path, or a name to look for on the PATH; null where nothing is configured.</param>
    /// <returns>Null: there is none, or the one that is named does not exist. Something else never stands in for what was named.</returns>
    public static string? Find(string? configured) => Locate(configured)?.Path;

    /// <summary>As <see cref="Find"/>, with how it was found.</summary>
    public static LlamaServerBinary? Locate(string? configured) => Locate(configured, InstallFolder, Environment.GetEnvironmentVariable);

    internal static LlamaServerBinary? Locate(string? configured, string installFolder, Func<string, string?> environment)
    {
        var path = environment("PATH") ?? string.Empty;
        if (configured is { Length: > 0 })
        {
            return Named(configured, path, BinaryOrigin.Configured);
        }

        if (environment(Variable) is { Length: > 0 } named)
        {
            return Named(named, path, BinaryOrigin.Environment);
        }

        var installed = SystemPath.Combine(installFolder, FileName);
        return IsProgram(installed) ? new LlamaServerBinary(installed, BinaryOrigin.Installed)
            : OnPath(FileName, path) is { } found ? new LlamaServerBinary(found, BinaryOrigin.Path)
            : null;
    }

    private static LlamaServerBinary? Named(string named, string path, BinaryOrigin origin)
    {
        var found = SystemPath.GetFileName(named) == named ? OnPath(named, path) : null;
        found ??= IsProgram(named) ? SystemPath.GetFullPath(named) : null;
        return found is null ? null : new LlamaServerBinary(found, origin);
    }

    private static string? OnPath(string name, string path) => path
        .Split(SystemPath.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(SystemPath.IsPathRooted)
        .Select(folder => SystemPath.Combine(folder, name))
        .FirstOrDefault(IsProgram);

    private static bool IsProgram(string file) =>
        File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0);

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
