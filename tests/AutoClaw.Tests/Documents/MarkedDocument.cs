namespace AutoClaw.Tests;

/// <summary>A part of a document that the code writes: AUTOCLAW_WRITE_DOCS=1 writes it anew, else it must be as the code says.</summary>
internal static class MarkedDocument
{
    public static string Root { get; } = FindRoot();

    /// <param name="document">In docs.</param>
    /// <param name="marker">Between <c>&lt;!-- marker: --&gt;</c> and <c>&lt;!-- /marker --&gt;</c>.</param>
    /// <param name="part">What the code says.</param>
    public static void Compare(string document, string marker, string part)
    {
        var path = Path.Combine(Root, "docs", document);
        var text = File.ReadAllText(path);
        var begin = text.IndexOf('\n', text.IndexOf($"<!-- {marker}:", StringComparison.Ordinal)) + 1;
        var end = text.IndexOf($"<!-- /{marker} -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("AUTOCLAW_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..begin] + part + text[end..]);
            return;
        }

        Assert.Equal(part, text[begin..end]);
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

        throw new DirectoryNotFoundException("the repository's root is not above the tests");
    }
}
