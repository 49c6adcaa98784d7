using System.Text.Json;

namespace AutoClaw.Gateway.Local;

/// <summary>
/// The models that were pulled onto this machine: a folder of GGUF files. A file is there whole or not at all, because what is under way
/// has another name.
/// </summary>
internal sealed class GgufStore(string folder)
{
    public const string Extension = ".gguf";

    private const string PullFolder = ".pull", PartEnding = ".part";

    /// <summary>The store in AutoClaw's data folder.</summary>
    public static GgufStore Default { get; } = new(Path.Combine(AutoClawHome.Path, "gguf"));

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public string Folder { get; } = folder;

    /// <summary>The file to load: a path as it is, else the pulled model of that name (with or without <c>.gguf</c>).</summary>
    /// <returns>An absolute path; null where no such file is.</returns>
    public string? Find(string nameOrPath)
    {
        // A bare name means a pulled model, whatever the working folder happens to hold; a path or a file name with its ending may be any file.
        var isName = IsName(nameOrPath);
        if ((!isName || nameOrPath.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)) && File.Exists(nameOrPath))
        {
            return Path.GetFullPath(nameOrPath);
        }

        return isName && File.Exists(PathOf(NameOf(nameOrPath))) ? PathOf(NameOf(nameOrPath)) : null;
    }

    /// <summary>Every pulled model, by name.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public IReadOnlyList<StoredModel> List() => !Directory.Exists(Folder) ? [] :
    [
        .. new DirectoryInfo(Folder).EnumerateFiles("*" + Extension)
            .Select(file => new StoredModel(NameOf(file.Name), Path.Combine(Folder, file.Name), file.Length))
            .OrderBy(model => model.Name, StringComparer.Ordinal),
    ];

    /// <summary>Where the model of that name lies, or would lie.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name + Extension);

    /// <summary>Where a file that is to become that model is written until it is whole and checked. On the store's file system.</summary>
    public string PartOf(string name) => Path.Combine(Folder, PullFolder, name + PartEnding);

    /// <summary>Pulls that are under way or were cut off, by name, with the bytes that are here.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public IReadOnlyList<StoredModel> Unfinished() => !Directory.Exists(Path.Combine(Folder, PullFolder)) ? [] :
    [
        .. new DirectoryInfo(Path.Combine(Folder, PullFolder)).EnumerateFiles("*" + PartEnding)
            .Select(file => new StoredModel(file.Name[..^PartEnding.Length], file.FullName, file.Length))
            .OrderBy(model => model.Name, StringComparer.Ordinal),
    ];

    /// <summary>Held by who pulls or removes the model of that name; null: somebody else does. Throws as <see cref="StoreLock.TryTake"/> does.</summary>
    public StoreLock? TryLock(string name) => StoreLock.TryTake(Path.Combine(Folder, PullFolder, name + ".lock"));

    /// <summary>What was noted when the model was stored; null: it was put there by other means, or the note is damaged.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public ModelRecord? RecordOf(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelRecord>(File.ReadAllBytes(NoteOf(name)), Json);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Makes the checked part file the model of that name, in one step.</summary>
    /// <exception cref="IOException">The store can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public StoredModel Add(string name, ModelRecord record)
    {
        // The note first: a kill in between leaves a note without a file, which nobody looks at, not a file without its checksum.
        AtomicFile.Write(NoteOf(name), JsonSerializer.SerializeToUtf8Bytes(record, Json));
        File.Move(PartOf(name), PathOf(name), overwrite: true);
        return new StoredModel(name, PathOf(name), record.Bytes);
    }

    /// <summary>Removes the model of that name and what is left of a pull of it.</summary>
    /// <returns>Whether there was anything.</returns>
    /// <exception cref="IOException">It can't be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public bool Remove(string name)
    {
        string[] files = [PathOf(name), NoteOf(name), PartOf(name), PartOf(name) + ".json"];
        var there = files.Where(File.Exists).ToList();
        there.ForEach(File.Delete);
        return there.Count > 0;
    }

    /// <summary>Whether it can be a model's name: one path segment that no shell or file system reads as something else.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 200 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');

    /// <summary>The name of a file: without <c>.gguf</c>.</summary>
    public static string NameOf(string fileName) =>
        fileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? fileName[..^Extension.Length] : fileName;

    private string NoteOf(string name) => Path.Combine(Folder, name + ".json");
}
