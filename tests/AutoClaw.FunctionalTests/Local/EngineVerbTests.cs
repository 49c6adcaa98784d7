using System.Text.Json;
using AutoClaw.Cli;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>The verbs as a user types them. What is installed here is a script, but for the one test with the real packages.</summary>
public sealed class EngineVerbTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public EngineVerbTests()
    {
        _folder.Environment["AUTOCLAW_LLAMA_SERVER"] = null;

        // Without a llama-server that this machine may have.
        _folder.Environment["PATH"] = $"{Path.Combine(_folder.Path, "bin")}:/usr/bin:/bin";
    }

    private string Home => Path.Combine(_folder.Path, "home", "engine");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_NoEngine_FailsAndSaysHowToGetOne()
    {
        var result = await RunAsync("status");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("autoclaw engine install", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing is installed", (await RunAsync("remove")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("AUTOCLAW_LLAMA_SERVER")]
    public async Task Install_OneIsThere_UsesItAsItIs(string how)
    {
        var program = Program("bin/llama-server", "echo 'version: 1 (theirs)'");
        _folder.Environment["AUTOCLAW_LLAMA_SERVER"] = how == "PATH" ? null : program;

        var installed = (await RunAsync("install", "--json")).Json();

        Assert.Equal((program, "1 (theirs)", how), (installed.GetProperty("path").GetString(), installed.GetProperty("version").GetString(), installed.GetProperty("origin").GetString()));
        Assert.True(installed.GetProperty("was_there").GetBoolean());
        Assert.Contains("used as it is", (await RunAsync("install")).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Home));
        Assert.Contains("stays", (await RunAsync("remove")).Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(program));
    }

    [Fact]
    public async Task Install_NamedProgramIsMissing_SaysSo()
    {
        _folder.Environment["AUTOCLAW_LLAMA_SERVER"] = "/absent/llama-server";
        Assert.Contains("there is no such program", (await RunAsync("install")).Errors, StringComparison.Ordinal);
        Assert.Contains("there is no such program", (await RunAsync("status")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OneOnThePathDoesNotStart_SaysWhatItSaid()
    {
        Program("bin/llama-server", "echo 'libggml.so: cannot open' >&2; exit 127");
        var result = await RunAsync("install");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("libggml.so: cannot open", result.Errors, StringComparison.Ordinal);
        Assert.Contains("--force", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".tar.gz")]
    [InlineData(".zip")]
    public async Task InstallStatusRemove_FromARelease_LeaveNothingBehind(string ending)
    {
        SkipWithoutArchive();
        (string, string)[] files = [("build/bin/llama-server", FakeRelease.Program), ("build/bin/libfake.so", "library")];
        await using var server = FakeRelease.Serve(FakeRelease.Name(ending), ending == ".zip" ? FakeRelease.Zip(files) : FakeRelease.Tar(files));
        var installed = (await ReleaseAsync(server, "--json")).Json();
        Assert.Equal(("4711 (fake)", "llama.cpp release b4711"), (installed.GetProperty("version").GetString(), installed.GetProperty("source").GetString()));

        var status = (await RunAsync("status", "--json")).Json();
        Assert.Equal((Path.Combine(Home, "llama-server"), "autoclaw engine install"), (status.GetProperty("path").GetString(), status.GetProperty("origin").GetString()));
        Assert.Equal("4711 (fake)", status.GetProperty("installed").GetProperty("version").GetString());
        Assert.True((await ReleaseAsync(server, "--json")).Json().GetProperty("was_there").GetBoolean());
        Assert.Equal(2, server.Requests.Items.Count);

        Assert.StartsWith("removed 4711", (await RunAsync("remove")).Output, StringComparison.Ordinal);
        Assert.Equal([".install.lock"], Directory.GetFileSystemEntries(Home).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Install_InstalledOneIsBroken_InstallsItAnew()
    {
        SkipWithoutArchive();
        await using var first = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), FakeRelease.Tar(("llama-server", FakeRelease.Program), ("libfake.so", "library")));
        await ReleaseAsync(first);
        File.Delete(Path.Combine(Home, "files", "libfake.so"));
        await using var second = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), FakeRelease.Tar(("llama-server", FakeRelease.Program), ("libfake.so", "library")));
        Assert.False((await ReleaseAsync(second, "--json")).Json().GetProperty("was_there").GetBoolean());
    }

    [Fact]
    public async Task Install_OtherChecksumThanPublished_InstallsNothing()
    {
        SkipWithoutArchive();
        await using var server = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), FakeRelease.Tar(("llama-server", FakeRelease.Program)), "sha256:" + new string('0', 64));
        AssertNothingInstalled(await ReleaseAsync(server), "does not have the published SHA-256");
    }

    [Fact]
    public async Task Install_NoChecksumPublished_InstallsNothing()
    {
        SkipWithoutArchive();
        await using var server = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), FakeRelease.Tar(("llama-server", FakeRelease.Program)), string.Empty);
        AssertNothingInstalled(await ReleaseAsync(server), "no published SHA-256");
    }

    [Fact]
    public async Task Install_ArchiveWithoutServer_InstallsNothing()
    {
        SkipWithoutArchive();
        await using var server = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), FakeRelease.Tar(("readme", "no server")));
        AssertNothingInstalled(await ReleaseAsync(server), "holds no llama-server");
    }

    [Theory]
    [InlineData(".tar.gz")]
    [InlineData(".zip")]
    public async Task Install_ArchiveThatLeadsOut_WritesNothingOutside(string ending)
    {
        SkipWithoutArchive();
        (string, string)[] files = [("../../../outside", "evil"), ("llama-server", FakeRelease.Program)];
        await using var server = FakeRelease.Serve(FakeRelease.Name(ending), ending == ".zip" ? FakeRelease.Zip(files) : FakeRelease.Tar(files));
        AssertNothingInstalled(await ReleaseAsync(server), "cannot be unpacked");
        Assert.False(File.Exists(Path.Combine(_folder.Path, "outside")));
    }

    [Fact]
    public async Task Install_ProgramThatDoesNotStart_IsNotCalledInstalled()
    {
        SkipWithoutArchive();
        await using var server = FakeRelease.Serve(FakeRelease.Name(".tar.gz"), FakeRelease.Tar(("llama-server", FakeRelease.Program)));
        var result = await ReleaseAsync(server);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("exit code 9", result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Home, "install.json")));
    }

    [Theory]
    [InlineData(403, "nothing", "limit for anonymous callers")]
    [InlineData(500, "nothing", "answers 500")]
    [InlineData(200, "<html>", "does not describe a release")]
    [InlineData(200, "{\"tag_name\":\"b1\",\"assets\":[]}", "has no archive for")]
    public async Task Install_ReleaseNotDescribed_SaysWhyAndHowByHand(int status, string answer, string why)
    {
        SkipWithoutArchive();
        await using var server = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(status, "application/json", answer));
        var result = await ReleaseAsync(server);
        AssertNothingInstalled(result, why);
        Assert.Contains("By hand: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_ArchiveOnAForbiddenHost_IsNotFetched()
    {
        SkipWithoutArchive();
        await using var target = ScriptedEngine.Start(FileScript.Answers(500));
        await using var server = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(
            200, "application/json", $$"""{"tag_name":"b1","assets":[{"name":"{{FakeRelease.Name(".zip")}}","browser_download_url":"http://127.0.0.1:{{target.BaseUrl.Port}}/x","digest":"sha256:{{new string('0', 64)}}"}]}"""));
        AssertNothingInstalled(await ReleaseAsync(server), "is not a host that files are fetched from");
        Assert.Empty(target.Requests.Items);
    }

    [Fact]
    public async Task Install_PackagesCannotBeFetched_SaysWhyAndHowByHand()
    {
        Assert.SkipUnless(DebianPackages.Suit(), "not Debian or Ubuntu on amd64 with Debian's keys");
        _folder.Environment["AUTOCLAW_DEBIAN_URI"] = $"file:{Path.Combine(_folder.Path, "absent")}";
        var result = await RunAsync("install", "--from", "debian");
        AssertNothingInstalled(result, "Debian packages: ");
        Assert.Contains("apt could not read the", result.Errors, StringComparison.Ordinal);
        Assert.Contains("By hand: ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_FromDebiansPackages_Starts()
    {
        Assert.SkipUnless(DebianPackages.Suit(), "not Debian or Ubuntu on amd64 with Debian's keys");
        var result = await RunAsync("install", "--from", "debian", "--json");
        Assert.SkipWhen(
            result.ExitCode != ExitCode.Ok && result.Errors.Contains("apt could not", StringComparison.Ordinal) && Environment.GetEnvironmentVariable("CI") != "true",
            $"Debian's archive cannot be reached: {result.Errors}");
        Assert.Equal("Debian packages", result.Json().GetProperty("source").GetString());
        Assert.Equal(JsonValueKind.Null, (await RunAsync("status", "--json")).Json().GetProperty("problem").ValueKind);
        await RunAsync("remove", "--json");
        Assert.Equal([".install.lock"], Directory.GetFileSystemEntries(Home).Select(Path.GetFileName));
    }

    private static void SkipWithoutArchive() => Assert.SkipWhen(ReleaseArchive.Platform is null, "llama.cpp's releases have no archive for this system");

    private void AssertNothingInstalled(CliResult result, string why)
    {
        Assert.Equal((ExitCode.Failed, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Home, "llama-server")));
        Assert.False(File.Exists(Path.Combine(Home, "install.json")));
    }

    private string Program(string name, string body)
    {
        var path = _folder.Write(name, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }

    private Task<CliResult> ReleaseAsync(ScriptedEngine server, params string[] more)
    {
        _folder.Environment["AUTOCLAW_LLAMA_RELEASE"] = new Uri(server.BaseUrl, "/releases/latest").AbsoluteUri;
        return RunAsync(["install", "--from", "release", .. more]);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_folder, ["engine", .. arguments]);
}
