using System.Text.Json;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Local;

namespace AutoClaw.Cli.EngineSetup;

/// <summary>The folder that the engine is installed into, and whose contents are removed again. Nothing outside it is touched.</summary>
internal sealed class EngineFolder(string path)
{
    private const string NoteName = "install.json";

    public static EngineFolder Default { get; } = new(LlamaServerBinary.InstallFolder);

    public string Path { get; } = path;

    /// <summary>What is started.</summary>
    public string Program => System.IO.Path.Combine(Path, LlamaServerBinary.FileName);

    /// <summary>The program's own files.</summary>
    public string Files => System.IO.Path.Combine(Path, "files");

    /// <summary>Where files are put together before they take the place of the old ones.</summary>
    public string Stage => System.IO.Path.Combine(Path, ".stage");

    /// <summary>Where the recipe lies while it runs.</summary>
    public string Recipe => System.IO.Path.Combine(Path, ".recipe.sh");

    public string Download => System.IO.Path.Combine(Path, ".download");

    /// <summary>Held by who changes the folder; null: somebody else does. Throws as <see cref="StoreLock.TryTake"/> does.</summary>
    public StoreLock? TryLock() => StoreLock.TryTake(System.IO.Path.Combine(Path, ".install.lock"));

    /// <summary>What is installed; null: nothing is, or not by <c>autoclaw engine install</c>.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public EngineNote? ReadNote()
    {
        try
        {
            return JsonSerializer.Deserialize<EngineNote>(File.ReadAllBytes(System.IO.Path.Combine(Path, NoteName)), Terminal.Json);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The folder can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Write(EngineNote note) => AtomicFile.Write(System.IO.Path.Combine(Path, NoteName), JsonSerializer.SerializeToUtf8Bytes(note, Terminal.Json));

    /// <summary>Removes all that an installation leaves. The note goes last: a removal that was cut off can be repeated.</summary>
    /// <exception cref="IOException">Something could not be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Clear()
    {
        foreach (var folder in new[] { Files, Stage, Download }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var file in new[] { Program, Recipe, System.IO.Path.Combine(Path, "version"), System.IO.Path.Combine(Path, ".lock"), System.IO.Path.Combine(Path, NoteName) })
        {
            File.Delete(file);
        }
    }
}
