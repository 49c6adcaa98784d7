using System.Diagnostics;
using System.Globalization;

namespace AutoClaw.EngineKills;

/// <summary>The process of the engine that this run's gateway keeps, found by the model file that only it has.</summary>
internal static class EngineProcess
{
    /// <summary>Its id; null while there is none.</summary>
    public static int? Find(string model) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && IsOf(id, model))
        .Select(id => (int?)id)
        .FirstOrDefault();

    /// <summary>As the system does when memory is used up. Returns when it is gone.</summary>
    public static async Task KillAsync(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync();
    }

    // The guard in front of it has the same words, after those of its shell.
    private static bool IsOf(int id, string model)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
            return words.Contains(model) && !words.Contains("-c");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
