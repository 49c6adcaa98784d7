using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Browser;

/// <summary>Finds a Chromium: <c>AUTOCLAW_CHROMIUM</c>, else <c>.local/chromium/chromium</c>, else the PATH.</summary>
internal static class ChromiumBinary
{
    private static readonly string[] Names = ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"];

    private static readonly string? Found = Find();

    /// <summary>
    /// Its path. Where there is none the calling test is skipped; on a continuous integration machine (<c>CI=true</c>) it fails instead,
    /// so that nobody mistakes a missing browser for a page that opens.
    /// </summary>
    public static string Require()
    {
        if (Found is null)
        {
            const string Missing = "no chromium: run scripts/install-chromium.sh .local/chromium, or set AUTOCLAW_CHROMIUM";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", Missing);
            Assert.Fail(Missing);
        }

        return Found;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AUTOCLAW_CHROMIUM") is { Length: > 0 } given)
        {
            return File.Exists(given) ? Path.GetFullPath(given) : throw new FileNotFoundException("AUTOCLAW_CHROMIUM names no file", given);
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .Prepend(Path.Combine(Repository.Root, ".local", "chromium", "chromium"))
            .FirstOrDefault(File.Exists);
    }
}
