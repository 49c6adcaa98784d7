namespace AutoClaw.Gateway.Local;

/// <summary>
/// The models that were pulled onto this machine: a folder of GGUF files. A file is there whole or not at all, because what is under way
/// has another name.
/// </summary>
internal sealed class GgufStore(string folder)
{
    public const string Extension = ".gguf";

    /// <summary>The store in AutoClaw's data folder.</summary>
    public static GgufStore Default { get; } = new(Path.Combine(AutoClawHome.Path, "gguf"));

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

    /// <summary>Whether it can be a model's name: one path segment that no shell or file system reads as something else.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 200 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+');

    /// <summary>The name of a file: without <c>.gguf</c>.</summary>
    public static string NameOf(string fileName) =>
        fileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? fileName[..^Extension.Length] : fileName;
}
