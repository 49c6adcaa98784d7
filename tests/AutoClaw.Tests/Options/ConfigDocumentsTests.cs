using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Tests.Options;

/// <summary>The documentation's tables are the code's; AUTOCLAW_WRITE_DOCS=1 writes them anew. The examples are valid.</summary>
public sealed class ConfigDocumentsTests
{
    public static TheoryData<string> Examples => new(
        Directory.GetFiles(Path.Combine(MarkedDocument.Root, "examples"), "*.yaml").Append(Path.Combine(MarkedDocument.Root, "deploy", "autoclaw.yaml"))
            .Select(path => Path.GetRelativePath(MarkedDocument.Root, path)));

    [Fact]
    public void Configuration_Table_IsTheCodes() => MarkedDocument.Compare("configuration.md", "keys", ConfigTable.Keys());

    [Fact]
    public void Errors_Table_IsTheCodes() => MarkedDocument.Compare("errors-config.md", "codes", ConfigTable.Codes());

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_WithItsVariablesSet_HasNoProblem(string name)
    {
        var result = ConfigFile.Load(Path.Combine(MarkedDocument.Root, name), variable => variable.EndsWith("_API_KEY", StringComparison.Ordinal) ? "x" : null);

        Assert.Empty(result.Problems);
        Assert.NotNull(result.Options);
    }
}
