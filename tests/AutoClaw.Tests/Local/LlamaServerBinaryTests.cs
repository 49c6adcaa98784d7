using AutoClaw.Gateway.Local;

namespace AutoClaw.Tests.Local;

public sealed class LlamaServerBinaryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-binary-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Locate_NothingThere_IsNull() => Assert.Null(Locate(null));

    [Fact]
    public void Locate_ByPrecedence_TakesTheMostExplicit()
    {
        var onPath = Program("bin", LlamaServerBinary.FileName);
        _environment["PATH"] = $"relative{Path.PathSeparator}{Path.GetDirectoryName(onPath)}";
        Assert.Equal(new LlamaServerBinary(onPath, BinaryOrigin.Path), Locate(null));

        var installed = Program("engine", LlamaServerBinary.FileName);
        Assert.Equal(new LlamaServerBinary(installed, BinaryOrigin.Installed), Locate(null));

        var named = Program("mine", "server");
        _environment[LlamaServerBinary.Variable] = named;
        Assert.Equal(new LlamaServerBinary(named, BinaryOrigin.Environment), Locate(null));

        var configured = Program("other", "server");
        Assert.Equal(new LlamaServerBinary(configured, BinaryOrigin.Configured), Locate(configured));
    }

    [Fact]
    public void Locate_ConfiguredName_IsLookedForOnThePath()
    {
        var onPath = Program("bin", "my-server");
        _environment["PATH"] = Path.GetDirectoryName(onPath)!;
        Assert.Equal(new LlamaServerBinary(onPath, BinaryOrigin.Configured), Locate("my-server"));
    }

    [Fact]
    public void Locate_NamedButMissing_TakesNothingElse()
    {
        Program("engine", LlamaServerBinary.FileName);
        Assert.Null(Locate(Path.Combine(_folder, "gone")));

        _environment[LlamaServerBinary.Variable] = Path.Combine(_folder, "gone");
        Assert.Null(Locate(null));
    }

    [Fact]
    public void Locate_FileThatCannotBeRun_IsNotTaken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows files have no executable bit");
        var file = Path.Combine(_folder, "engine", LlamaServerBinary.FileName);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, string.Empty);
        Assert.Null(Locate(null));
    }

    private LlamaServerBinary? Locate(string? configured) =>
        LlamaServerBinary.Locate(configured, Path.Combine(_folder, "engine"), name => _environment.GetValueOrDefault(name));

    private string Program(string folder, string name)
    {
        var path = Path.Combine(_folder, folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Empty);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
