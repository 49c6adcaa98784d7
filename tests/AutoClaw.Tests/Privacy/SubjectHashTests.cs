using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Tests.Ledger;

namespace AutoClaw.Tests.Privacy;

public sealed class SubjectHashTests
{
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void OpenBeside_Twice_IsOneKeyForItsOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix modes");
        using var folder = new LedgerFolder();
        var first = SubjectHash.OpenBeside(folder.Path);
        var path = SubjectHash.PathBeside(folder.Path);
        Assert.Equal(Path.Combine(folder.Folder, "ledger.subjects.key"), path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(first.Of("ann"), SubjectHash.OpenBeside(folder.Path).Of("ann"));
        Assert.Equal([path], Directory.GetFiles(folder.Folder));
    }

    [Fact]
    public void Of_AnotherInstallation_IsAnotherHash()
    {
        using var here = new LedgerFolder();
        using var there = new LedgerFolder();
        var hash = SubjectHash.OpenBeside(here.Path).Of("ann");
        Assert.Matches("^[0-9a-f]{32}$", hash);
        Assert.NotEqual(hash, SubjectHash.OpenBeside(there.Path).Of("ann"));
        Assert.NotEqual(hash, SubjectHash.OpenBeside(here.Path).Of("Ann"));
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("a\"b\\c\n")]
    [InlineData("Jürgen 漢 😀")]
    public void OfJson_HoweverItIsWritten_IsThatOfTheText(string text)
    {
        using var folder = new LedgerFolder();
        var hash = SubjectHash.OpenBeside(folder.Path);
        Assert.Equal(hash.Of(text), hash.OfJson(JsonSerializer.SerializeToUtf8Bytes(text)));
        Assert.Equal(hash.Of(text), hash.OfJson(Encoding.UTF8.GetBytes($"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"")));
    }

    [Fact]
    public void Of_TooLongOrEmpty_IsNull()
    {
        using var folder = new LedgerFolder();
        var hash = SubjectHash.OpenBeside(folder.Path);
        Assert.NotNull(hash.Of(new string('a', SubjectHash.MaxBytes)));
        Assert.NotNull(hash.OfJson(Encoding.UTF8.GetBytes($"\"{new string('a', SubjectHash.MaxBytes)}\"")));
        foreach (var text in (string[])["", new string('a', SubjectHash.MaxBytes + 1), new string('漢', 171), new string('a', 100_000)])
        {
            Assert.Null(hash.Of(text));
            Assert.Null(hash.OfJson(Encoding.UTF8.GetBytes($"\"{text}\"")));
            Assert.Null(hash.OfJson(Encoding.UTF8.GetBytes($"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"")));
        }

        Assert.Null(hash.OfJson("\"\\ud800\""u8));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void OpenBeside_ReadableForOthersOrNoKey_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no Unix modes");
        using var folder = new LedgerFolder();
        SubjectHash.OpenBeside(folder.Path);
        var path = SubjectHash.PathBeside(folder.Path);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<LedgerException>(() => SubjectHash.OpenBeside(folder.Path)).Message, StringComparison.Ordinal);

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(path, "hello");
        Assert.Contains("holds no key", Assert.Throws<LedgerException>(() => SubjectHash.OpenBeside(folder.Path)).Message, StringComparison.Ordinal);
    }
}
