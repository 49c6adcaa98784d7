using System.Runtime.Versioning;
using AutoClaw.Gateway.LlamaServer;

namespace AutoClaw.Tests.LlamaServer;

public sealed class EngineLogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-logs-").FullName;

    private string FilePath => Path.Combine(_folder, "logs", "home.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Add_AfterBegin_IsThereAtOnceAndStaysAcrossStarts()
    {
        using (var file = new EngineLogFile(FilePath, 1000))
        {
            Assert.Null(file.Begin("first start"));
            file.Add("ürgh");
            Assert.Equal("first start\nürgh\n", Read(FilePath));
        }

        using var again = new EngineLogFile(FilePath, 1000);
        Assert.Null(again.Begin("second start"));
        Assert.Equal("first start\nürgh\nsecond start\n", Read(FilePath));
    }

    [Fact]
    public void Add_WithoutEnd_KeepsTwoFilesWithinTheirLimit()
    {
        using var file = new EngineLogFile(FilePath, 1000);
        file.Begin("start");
        for (var i = 0; i < 1000; i++)
        {
            file.Add($"line {i}");
        }

        Assert.Equal(["home.log", "home.log.1"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Select(Path.GetFileName).Order());
        var (old, now) = (Read(FilePath + ".1"), Read(FilePath));
        Assert.InRange(old.Length, 900, 1000);
        Assert.InRange(now.Length, 1, 1000);
        var lines = (old + now).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1000 - lines.Length, lines.Length).Select(i => $"line {i}"), lines);
    }

    [Fact]
    public void Add_EndlessLine_IsCut()
    {
        using var file = new EngineLogFile(FilePath, 1 << 20);
        file.Begin("start");
        file.Add(new string('x', 1 << 20));
        Assert.InRange(Read(FilePath).Length, 1000, 10_000);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Begin_OnUnix_IsForItsOwnerAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix file modes");
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, "made by somebody else\n");
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using var file = new EngineLogFile(FilePath, 100);
        Assert.Null(file.Begin("start"));
        file.Add(new string('x', 90));
        Assert.All([FilePath, FilePath + ".1"], path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void Begin_WhereNothingCanBeWritten_SaysWhyAndLinesAreDropped()
    {
        File.WriteAllText(Path.Combine(_folder, "logs"), "a file where the folder should be");
        using var file = new EngineLogFile(FilePath, 1000);
        Assert.NotNull(file.Begin("start"));
        file.Add("line");

        // The next start finds it in order.
        File.Delete(Path.Combine(_folder, "logs"));
        Assert.Null(file.Begin("second start"));
        Assert.Equal("second start\n", Read(FilePath));
    }

    [Fact]
    public void Add_WhileAnotherGatewayWrites_KeepsTheLinesOfBoth()
    {
        using var one = new EngineLogFile(FilePath, 1000);
        using var other = new EngineLogFile(FilePath, 1000);
        one.Begin("one");
        other.Begin("other");
        one.Add("one more");
        Assert.Equal("one\nother\none more\n", Read(FilePath));
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
