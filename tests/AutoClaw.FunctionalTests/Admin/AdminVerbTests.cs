using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Admin;

/// <summary><c>autoclaw admin</c> against a running gateway, each verb as a process of its own.</summary>
[Collection(AdminProcess.Name)]
public sealed class AdminVerbTests(RunningAdmin running)
{
    [Fact]
    public async Task Verbs_OnARunningGateway_ShowAndChangeIt()
    {
        var status = await AdminAsync("status");
        Assert.Contains("ready    yes", status.Output, StringComparison.Ordinal);
        Assert.Contains("auto: local, cloud", status.Output, StringComparison.Ordinal);

        Assert.Contains("local: drained, 0 request(s) under way", (await AdminAsync("drain", "local")).Output, StringComparison.Ordinal);
        Assert.Matches(@"local .* drained", (await AdminAsync("engines")).Output);
        Assert.Contains("local: takes requests", (await AdminAsync("resume", "local")).Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"local .* drained", (await AdminAsync("engines")).Output);

        var chat = (await CliProcess.RunAsync(running.Folder, "chat", "--model", "cloud", "--json", "hello")).Json();
        var request = await AdminAsync("request", chat.GetProperty("request_id").GetString()!);
        Assert.Contains("cloud (cloud, simulated), simulated-cloud: completed", request.Output, StringComparison.Ordinal);
        Assert.Equal("cloud", (await AdminAsync("request", chat.GetProperty("request_id").GetString()!, "--json")).Json().GetProperty("attempts")[0].GetProperty("engine").GetString());
    }

    [Fact]
    public async Task Reload_OfTheFile_AppliesItOrTellsEachProblemWhereItStands()
    {
        Assert.Contains("applied", (await AdminAsync("reload")).Output, StringComparison.Ordinal);

        running.Folder.Write("autoclaw.yaml", running.Config + "\nlisen: http://127.0.0.1:1\n");
        var refused = await CliProcess.RunAsync(running.Folder, "admin", "reload");
        Assert.Equal(ExitCode.Config, refused.ExitCode);
        Assert.Contains($"autoclaw.yaml:{running.Config.Split('\n').Length + 1}:1: error AC1001 unknown_key: unknown key lisen (did you mean listen?)", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("the old one stays in force", refused.Errors, StringComparison.Ordinal);

        running.Folder.Write("autoclaw.yaml", running.Config.Replace("http://127.0.0.1:0", "http://127.0.0.1:1", StringComparison.Ordinal));
        var later = await AdminAsync("reload");
        Assert.Contains("admin.listen counts after a restart", later.Errors, StringComparison.Ordinal);
        running.Folder.Write("autoclaw.yaml", running.Config);
        await AdminAsync("reload");
    }

    [Theory]
    [InlineData(ExitCode.Failed, "This is no admin key", "admin", "status", "--key", "sk-ac-admin-nobody-nothing")]
    [InlineData(ExitCode.Failed, "There is no engine of that id", "admin", "drain", "nobody")]
    [InlineData(ExitCode.Failed, "There is no engine of that id", "admin", "drain", "../../metrics")]
    [InlineData(ExitCode.Failed, "no settled attempt", "admin", "request", "req_1")]
    [InlineData(ExitCode.Unreachable, "No admin listener answers", "admin", "status", "--url", "http://127.0.0.1:9")]
    [InlineData(ExitCode.Failed, "can't be read", "admin", "status", "--ca", "/no/such/file")]
    [InlineData(ExitCode.Usage, "is not a URL", "admin", "status", "--url", "nowhere")]
    public async Task Verb_ThatCantWork_SaysWhyAndWhatToDo(int exitCode, string words, params string[] arguments)
    {
        var result = await CliProcess.RunAsync(running.Folder, arguments);
        Assert.Equal((exitCode, string.Empty), (result.ExitCode, result.Output));
        Assert.Contains(words, result.Errors, StringComparison.Ordinal);
    }

    private async Task<CliResult> AdminAsync(params string[] arguments)
    {
        var result = await CliProcess.RunAsync(running.Folder, ["admin", .. arguments]);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result;
    }
}
