using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Tests.Options;

/// <summary>The documentation's tables are the code's; AUTOCLAW_WRITE_DOCS=1 writes them anew. The examples are valid.</summary>
public sealed class ConfigDocumentsTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Examples => new(Directory.GetFiles(Path.Combine(Root, "examples"), "*.yaml").Select(path => Path.GetFileName(path)!));

    [Fact]
    public void Configuration_Table_IsTheCodes() => Compare("configuration.md", "keys", ConfigTable.Keys());

    [Fact]
    public void Errors_Table_IsTheCodes() => Compare("errors-config.md", "codes", ConfigTable.Codes());

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_WithItsVariablesSet_HasNoProblem(string name)
    {
        var result = ConfigFile.Load(Path.Combine(Root, "examples", name), variable => variable.EndsWith("_API_KEY", StringComparison.Ordinal) ? "x" : null);

        Assert.Empty(result.Problems);
        Assert.NotNull(result.Options);
    }

    private static void Compare(string document, string marker, string table)
    {
        var path = Path.Combine(Root, "docs", document);
        var text = File.ReadAllText(path);
        var begin = text.IndexOf('\n', text.IndexOf($"<!-- {marker}:", StringComparison.Ordinal)) + 1;
        var end = text.IndexOf($"<!-- /{marker} -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("AUTOCLAW_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text[..begin] + table + text[end..]);
            return;
        }

        Assert.Equal(table, text[begin..end]);
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
