using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.LlamaServer;

/// <summary>Finds a real llama-server: <c>AUTOCLAW_LLAMA_SERVER</c>, else <c>.local/llama-server/llama-server</c>, else the PATH.</summary>
internal static class LlamaServerBinary
{
    private static readonly string? Found = Find();

    /// <summary>
    /// Its path. Where there is none the calling test is skipped; on a continuous integration machine (<c>CI=true</c>) it fails instead,
    /// so that nobody mistakes a missing server for a working one.
    /// </summary>
    public static string Require()
    {
        if (Found is null)
        {
            const string Missing = "no llama-server: run scripts/install-llama-server.sh .local/llama-server, or set AUTOCLAW_LLAMA_SERVER";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Fail(Missing);
        }

        return Found;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AUTOCLAW_LLAMA_SERVER") is { Length: > 0 } given)
        {
            return File.Exists(given) ? Path.GetFullPath(given) : throw new FileNotFoundException("AUTOCLAW_LLAMA_SERVER names no file", given);
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Select(folder => Path.Combine(folder, "llama-server"))
            .Prepend(Path.Combine(Repository.Root, ".local", "llama-server", "llama-server"))
            .FirstOrDefault(File.Exists);
    }
}
