using AutoClaw.Cli.Download;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>Installs the engine by the first way that works here.</summary>
/// <param name="folder">Where it goes.</param>
/// <param name="ways">Tried in this order.</param>
/// <param name="time">Dates the note.</param>
internal sealed class EngineInstallation(EngineFolder folder, IReadOnlyList<Func<CancellationToken, Task<SetupResult>>> ways, TimeProvider time)
{
    /// <returns>The note of what is now in place and what was downloaded for it, or why nothing is.</returns>
    public async Task<(EngineNote? Note, DownloadResult? Fetched, string? Problem)> RunAsync(CancellationToken cancelled)
    {
        try
        {
            using var held = folder.TryLock();
            if (held is null)
            {
                return (null, null, "Another process is installing or removing the engine at this moment.");
            }

            var problems = new List<string>();
            foreach (var way in ways)
            {
                var result = await way(cancelled);
                var (version, broken) = result.Problem is null ? await EngineProgram.VersionAsync(folder.Program, cancelled) : (null, result.Problem);
                if (version is not null)
                {
                    var note = new EngineNote(result.Source, version, time.GetUtcNow());
                    folder.Write(note);
                    return (note, result.Fetched, null);
                }

                problems.Add($"{result.Source}: {broken}");
            }

            return (null, null, ways.Count == 0 ? "Nothing can be installed on this system." : string.Join(Environment.NewLine, problems));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, null, $"{folder.Path} cannot be used: {error.Message}");
        }
    }
}
