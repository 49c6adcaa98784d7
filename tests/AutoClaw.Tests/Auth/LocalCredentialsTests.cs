using System.Runtime.Versioning;
using AutoClaw.Gateway.Auth;

namespace AutoClaw.Tests.Auth;

public sealed class LocalCredentialsTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"autoclaw-credentials-{Guid.NewGuid():n}");
    private readonly LocalCredentials credentials;

    public LocalCredentialsTests() => credentials = new LocalCredentials(folder);

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void GetOrCreate_Twice_MakesOneKey()
    {
        var (made, created, problem) = credentials.GetOrCreate();
        var (found, createdAgain, _) = credentials.GetOrCreate();

        Assert.Null(problem);
        Assert.True(created);
        Assert.False(createdAgain);
        Assert.Equal(made!.Value, found!.Value);
        Assert.Equal(made.Value, credentials.Find(static _ => null).Value);
        Assert.Equal([credentials.FilePath], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void GetOrCreate_NewFolder_IsForTheOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix modes");
        credentials.GetOrCreate();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(credentials.FilePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    [UnsupportedOSPlatform("windows")]
    public void Find_FileOpenToOthers_IsRefusedAndKept(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix modes");
        var (made, _, _) = credentials.GetOrCreate();
        File.SetUnixFileMode(credentials.FilePath, File.GetUnixFileMode(credentials.FilePath) | mode);

        var found = credentials.Find(static _ => null);
        var (key, _, problem) = credentials.GetOrCreate();

        Assert.Null(found.Value);
        Assert.Equal($"others can read or write {credentials.FilePath}; run: chmod 600 {credentials.FilePath}", found.Problem);
        Assert.Null(key);
        Assert.Equal(found.Problem, problem);
        Assert.Contains(made!.Value, File.ReadAllText(credentials.FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Environment_Wins()
    {
        credentials.GetOrCreate();
        var found = credentials.Find(static name => name == "AUTOCLAW_API_KEY" ? "from-outside" : null);

        Assert.Equal(("from-outside", "AUTOCLAW_API_KEY", null), (found.Value, found.Source, found.Problem));
        Assert.DoesNotContain("from-outside", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NoFile_SaysHowToMakeOne()
    {
        var found = credentials.Find(static _ => null);

        Assert.Null(found.Value);
        Assert.Equal($"there is no key in {credentials.FilePath}; `autoclaw init` makes one", found.Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"api_key\": 5}")]
    [InlineData("{\"api_key\": \"something else\"}")]
    [InlineData("{\"api_key\": \"a\", \"api_key\": \"b\"}")]
    public void Find_MalformedFile_IsToldAndKept(string content)
    {
        credentials.GetOrCreate();
        File.WriteAllText(credentials.FilePath, content);

        Assert.Equal($"{credentials.FilePath} holds no AutoClaw key; remove it and run `autoclaw init`", credentials.Find(static _ => null).Problem);
        Assert.NotNull(credentials.GetOrCreate().Problem);
        Assert.Equal(content, File.ReadAllText(credentials.FilePath));
    }

    [Fact]
    public void Store_FolderThatIsAFile_IsToldNotThrown()
    {
        File.WriteAllText(folder, string.Empty);
        try
        {
            Assert.StartsWith($"{credentials.FilePath} cannot be", credentials.GetOrCreate().Problem, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(folder);
        }
    }
}
