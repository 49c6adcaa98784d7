using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

/// <summary>The shared rows: <c>AUTOCLAW_SHARED</c>, else <c>../shared</c> beside the repository. Tests that need them are skipped without.</summary>
internal static class SharedData
{
    private static readonly Lazy<Dataset> Training = new(static () => Read(Folder));

    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("AUTOCLAW_SHARED") is { Length: > 0 } shared ? shared : BesideRepository(), "router-data", "train");

    /// <summary>All training rows.</summary>
    public static Dataset TrainingRows()
    {
        Skip(Directory.Exists(Folder), Folder);
        return Training.Value;
    }

    /// <summary>The rows of one training file.</summary>
    public static Dataset TrainingRows(string file)
    {
        var path = Path.Combine(Folder, file);
        Skip(File.Exists(path), path);
        return Read(path);
    }

    private static void Skip(bool present, string path) =>
        Assert.SkipUnless(present, $"The shared data are not here ({path}); set AUTOCLAW_SHARED to the folder that holds them.");

    private static Dataset Read(string path)
    {
        var data = Dataset.Read([path]);
        Assert.Empty(data.Errors);
        return data;
    }

    private static string BesideRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AutoClaw.slnx")))
            {
                return Path.Combine(folder.FullName, "..", "shared");
            }
        }

        return "shared";
    }
}
