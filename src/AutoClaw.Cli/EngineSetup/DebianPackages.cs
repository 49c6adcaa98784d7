using System.Runtime.InteropServices;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>
/// llama-server from Debian's packages, unpacked into a folder without root and without touching the system. The recipe is the script that
/// this repository's tests use, carried inside the program.
/// </summary>
internal sealed class DebianPackages(EngineFolder folder)
{
    private const string Resource = "AutoClaw.install-llama-server.sh";
    private const string UriVariable = "AUTOCLAW_DEBIAN_URI";

    // 25 MB; half an hour is a line of 14 kB/s.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly string[] Keyrings = ["/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp"];

    /// <summary>Whether the recipe can work here: Debian on amd64 with its keys, or Ubuntu, whose own sources name no Debian archive, with one named.</summary>
    public static bool Suit()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64 || !Keyrings.Any(File.Exists) || !File.Exists("/etc/os-release"))
        {
            return false;
        }

        var ids = Ids(File.ReadAllLines("/etc/os-release"));
        return ids.Contains("ubuntu") ? Environment.GetEnvironmentVariable(UriVariable) is { Length: > 0 } : ids.Contains("debian");
    }

    /// <summary>The system and those that it descends from: <c>ID</c> and <c>ID_LIKE</c> of os-release.</summary>
    internal static IReadOnlySet<string> Ids(IEnumerable<string> lines) => lines
        .Select(line => line.Split('=', 2))
        .Where(parts => parts is ["ID" or "ID_LIKE", _])
        .SelectMany(parts => parts[1].Trim('"', '\'').Split(' '))
        .ToHashSet(StringComparer.Ordinal);

    /// <param name="say">Told what the recipe says.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public async Task<SetupResult> InstallAsync(Action<string> say, CancellationToken cancelled)
    {
        const string Source = "Debian packages";
        await using (var to = File.Create(folder.Recipe))
        {
            await using var from = typeof(DebianPackages).Assembly.GetManifestResourceStream(Resource)!;
            await from.CopyToAsync(to, cancelled);
        }

        try
        {
            var (exitCode, lines, problem) = await EngineProgram.RunAsync("bash", [folder.Recipe, folder.Path], new Dictionary<string, string>(), say, Patience, cancelled);
            return new SetupResult(Source, problem ?? (exitCode == 0 ? null : string.Join(' ', lines.TakeLast(4))));
        }
        finally
        {
            File.Delete(folder.Recipe);
        }
    }
}
