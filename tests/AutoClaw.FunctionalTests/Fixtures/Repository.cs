namespace AutoClaw.FunctionalTests.Fixtures;

/// <summary>Where the tests find what is not built into them.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>AutoClaw.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The shared data: <c>AUTOCLAW_SHARED</c>, else <c>../shared</c> beside the repository. May be absent.</summary>
    public static string Shared { get; } = Environment.GetEnvironmentVariable("AUTOCLAW_SHARED") is { Length: > 0 } shared
        ? Path.GetFullPath(shared)
        : Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A file of the shared data; the calling test is skipped where it is absent.</summary>
    public static string SharedFile(params string[] parts)
    {
        var path = Path.Combine([Shared, .. parts]);
        Assert.SkipUnless(File.Exists(path), $"{path} is absent: set AUTOCLAW_SHARED to the shared test data");
        return path;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AutoClaw.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No AutoClaw.slnx above {AppContext.BaseDirectory}: run the tests from the repository.");
    }
}
