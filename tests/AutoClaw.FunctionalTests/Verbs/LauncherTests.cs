using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>The launcher's logic, with a stand-in for the SDK that notes each build and "builds" a script.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public LauncherTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the launcher's test needs bash and flock");
        File.Copy(Path.Combine(Repository.Root, "autoclaw"), Path.Combine(_folder.Path, "autoclaw"));
        _folder.Write("src/One.cs", "one");
        _folder.Write("models/model.bin", "model");
        Script("bin/dotnet", """
            #!/bin/bash
            if [ "$1" = --list-sdks ]; then echo "${FAKE_SDK:-10.0.100} [/nowhere]"; exit; fi
            echo "$@" >>"$(dirname "$0")/builds"
            if [ -n "$FAKE_FAILURE" ]; then echo "error CS0000: $FAKE_FAILURE"; exit 1; fi
            while [ "$1" != -o ]; do shift; done
            mkdir -p "$2"
            printf '#!/bin/bash\necho "ran $PWD $*"\nexit 7\n' >"$2/autoclaw"
            chmod +x "$2/autoclaw"
            """);
        _folder.Environment["PATH"] = $"{Path.Combine(_folder.Path, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    private int Builds => File.Exists(Path.Combine(_folder.Path, "bin/builds")) ? File.ReadAllLines(Path.Combine(_folder.Path, "bin/builds")).Length : 0;

    [Fact]
    public async Task Launch_Twice_BuildsOnceAndPassesArgumentsFolderAndExitCode()
    {
        var first = await LaunchAsync("chat", "two words");
        var second = await LaunchAsync();
        Assert.Equal((7, $"ran {_folder.Path} chat two words"), (first.ExitCode, first.Output));
        Assert.Contains("built in", first.Errors, StringComparison.Ordinal);
        Assert.Equal(string.Empty, second.Errors);
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("src/One.cs", "changed")]
    [InlineData("src/Two.cs", "new")]
    [InlineData("models/model.bin", "trained again")]
    public async Task Launch_SourceChanged_BuildsAgain(string file, string text)
    {
        await LaunchAsync();
        _folder.Write(file, text);
        await LaunchAsync();
        await LaunchAsync();
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task Launch_SourceRemovedAndPutBack_FindsTheOldBuild()
    {
        _folder.Write("src/Two.cs", "two");
        await LaunchAsync();
        File.Delete(Path.Combine(_folder.Path, "src/Two.cs"));
        await LaunchAsync();
        Assert.Equal(2, Builds);
        _folder.Write("src/Two.cs", "two");
        await LaunchAsync();
        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task Launch_OnlyTouched_DoesNotBuild()
    {
        await LaunchAsync();
        _folder.Write("src/One.cs", "one");
        var again = await LaunchAsync();
        Assert.Equal((7, 1), (again.ExitCode, Builds));
    }

    [Fact]
    public async Task Launch_TwoAtOnce_BuildOnce()
    {
        var both = await Task.WhenAll(LaunchAsync("a"), LaunchAsync("b"));
        Assert.All(both, result => Assert.Equal(7, result.ExitCode));
        Assert.Equal(1, Builds);
    }

    [Fact]
    public async Task Launch_BuildFails_ShowsTheLogAndTriesAgain()
    {
        _folder.Environment["FAKE_FAILURE"] = "semicolon missing";
        var failed = await LaunchAsync();
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("error CS0000: semicolon missing", failed.Errors, StringComparison.Ordinal);
        _folder.Environment["FAKE_FAILURE"] = null;
        Assert.Equal(7, (await LaunchAsync()).ExitCode);
    }

    [Fact]
    public async Task Launch_OldSdk_SaysWhatIsNeeded()
    {
        _folder.Environment["FAKE_SDK"] = "8.0.100";
        var result = await LaunchAsync();
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("needs the .NET 10 SDK", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, Builds);
    }

    [Fact]
    public async Task Launch_ThroughLinksFromElsewhere_FindsItsFolderAndKeepsYours()
    {
        using var elsewhere = new CliFolder();
        Directory.CreateDirectory(Path.Combine(elsewhere.Path, "deep"));
        File.CreateSymbolicLink(Path.Combine(elsewhere.Path, "deep/absolute"), Path.Combine(_folder.Path, "autoclaw"));
        File.CreateSymbolicLink(Path.Combine(elsewhere.Path, "relative"), "deep/absolute");
        elsewhere.Environment["PATH"] = _folder.Environment["PATH"];
        var result = await CliProcess.RunAsync(elsewhere, Path.Combine(elsewhere.Path, "relative"), []);
        Assert.Equal($"ran {elsewhere.Path} ", result.Output);
        Assert.Equal(1, Builds);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CliResult> LaunchAsync(params string[] arguments) =>
        CliProcess.RunAsync(_folder, Path.Combine(_folder.Path, "autoclaw"), arguments);

    private void Script(string name, string text)
    {
        var path = _folder.Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
