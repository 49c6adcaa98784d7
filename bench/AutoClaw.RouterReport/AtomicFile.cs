namespace AutoClaw.RouterReport;

/// <summary>Writes a file whole or not at all: a run that is cut off leaves the page as it was.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var draft = $"{path}.draft";
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }
}
