namespace AutoClaw.Gateway.Options;

/// <summary>
/// Which directory entries decide what a path holds: the file itself and, where it is a link, every link and file on the way. A
/// mounted config map is <c>autoclaw.yaml -> ..data/autoclaw.yaml</c> with <c>..data</c> a link that is swapped, so that the file's own
/// entry never changes.
/// </summary>
internal static class WatchedNames
{
    // More links than any real layout has; a loop ends here too.
    private const int MaxLinks = 16;

    /// <summary>Entry names by their directory.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Of(string path)
    {
        var names = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var pending = new Queue<string>([Path.GetFullPath(path)]);
        for (var links = 0; links < MaxLinks && pending.TryDequeue(out var current); links++)
        {
            if (Path.GetDirectoryName(current) is not { } folder)
            {
                continue;
            }

            Add(names, folder, Path.GetFileName(current));
            if (Target(current) is not { } target)
            {
                continue;
            }

            pending.Enqueue(Path.GetFullPath(target, folder));
            if (!Path.IsPathRooted(target))
            {
                // ..data/autoclaw.yaml: each folder on the way may be a link that is swapped as well.
                for (var step = Path.GetDirectoryName(target); step is { Length: > 0 } and not "." and not ".."; step = Path.GetDirectoryName(step))
                {
                    pending.Enqueue(Path.GetFullPath(step, folder));
                }
            }
        }

        return names;
    }

    private static void Add(Dictionary<string, IReadOnlySet<string>> names, string folder, string name)
    {
        if (!names.TryGetValue(folder, out var known))
        {
            names[folder] = known = new HashSet<string>(StringComparer.Ordinal);
        }

        ((HashSet<string>)known).Add(name);
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
