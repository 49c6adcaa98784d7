using System.Net;
using System.Net.Http.Json;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Deployment;

/// <summary>The gateway as a container runs it: another user, no capabilities, and nothing that can be written but its data folder.</summary>
public sealed class ReadOnlyTests
{
    // In a mount namespace of its own, so that nothing outside changes.
    private const string Script = """
        set -eu
        data=$1; shift
        mount --make-rprivate /
        mount --bind "$data" "$data"
        mount -o remount,bind,ro /
        awk '$2 != "/" && $2 !~ "^/(proc|sys|dev)(/|$)" {print $2}' /proc/self/mounts | while read -r at; do
            [ "$at" = "$data" ] || mount -o remount,bind,ro "$at"
        done
        exec setpriv --reuid 1654 --regid 1654 --clear-groups --no-new-privs --bounding-set -all --inh-caps -all "$@"
        """;

    [Fact]
    public async Task Up_NothingButItsDataCanBeWritten_AnswersRecordsAndStops()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounts need root on Linux");
        using var folder = new CliFolder();
        folder.Write("autoclaw.yaml", RunningGateway.Config);
        folder.Environment["HOME"] = "/nonexistent";
        folder.Environment["AUTOCLAW_HOME"] = folder.Path;
        folder.Environment["DOTNET_EnableDiagnostics"] = "0";
        await CliProcess.RunAsync(folder, "chown", ["-R", "1654:1654", folder.Path]);
        var autoclaw = Path.Combine(AppContext.BaseDirectory, "autoclaw");
        var can = await Confined(folder, "sh", "-c", "test -x \"$0\" && ! touch /tmp/autoclaw-read-only 2>/dev/null", autoclaw);
        Assert.SkipUnless(can.ExitCode == 0, $"no mount namespace here, or user 1654 can't read the build: {can.Errors}");

        await using var up = CliProcess.StartProgram(folder, "unshare", Arguments(folder, autoclaw, "up", "-c", Path.Combine(folder.Path, "autoclaw.yaml"), "--port", "0"));
        var line = await up.Output.FirstAsync(each => each.StartsWith("base URL", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var url = line["base URL".Length..].Trim();
        await up.Output.FirstAsync(each => each.StartsWith("ready", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            $"{url}/chat/completions", new { model = "local", messages = new[] { new { role = "user", content = "hi" } } }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        up.Signal("-TERM");
        Assert.Equal(0, (await up.WaitAsync()).ExitCode);
        var usage = await CliProcess.RunAsync(folder, "usage", "--json");
        Assert.Contains("\"local\"", usage.Output, StringComparison.Ordinal);
    }

    private static Task<CliResult> Confined(CliFolder folder, params string[] command) => CliProcess.RunAsync(folder, "unshare", Arguments(folder, command));

    private static string[] Arguments(CliFolder folder, params string[] command) => ["--mount", "bash", "-c", Script, "confined", folder.Path, .. command];
}
