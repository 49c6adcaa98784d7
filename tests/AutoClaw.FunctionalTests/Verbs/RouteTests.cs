using AutoClaw.Cli;

namespace AutoClaw.FunctionalTests.Verbs;

public sealed class RouteTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Hard = "Prove that there are infinitely many primes congruent to 3 modulo 4, and analyse the complexity of finding the n-th.";

    [Fact]
    public async Task Route_GatewayAndFile_Agree()
    {
        var online = (await CliProcess.RunAsync(gateway.Folder, "route", "--json", Hard)).Json();
        var offline = (await CliProcess.RunAsync(gateway.Folder, "route", "-c", "autoclaw.yaml", "--json", Hard)).Json();
        foreach (var name in (string[])["engine", "reason", "score", "threshold", "estimated_cost_local_usd", "estimated_cost_cloud_usd", "estimated_input_tokens"])
        {
            Assert.Equal(online.GetProperty(name).GetRawText(), offline.GetProperty(name).GetRawText());
        }

        Assert.True(offline.GetProperty("decision_micros").GetDouble() > 0);
    }

    [Fact]
    public async Task Route_Text_SaysEngineReasonScoreCostsAndTime()
    {
        var result = await CliProcess.RunAsync(gateway.Folder, "route", Hard);
        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Equal(
            ["engine", "reason", "score", "order", "local", "cloud", "decided in"],
            result.Output.Split('\n').Select(line => line[..11].Trim()));
        Assert.Contains("microseconds", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_NoGateway_ExitsWith4() =>
        Assert.Equal(ExitCode.Unreachable, (await CliProcess.RunAsync(gateway.Folder, "route", "--url", "http://127.0.0.1:9", "x")).ExitCode);

    [Theory]
    [InlineData("absent.yaml", "auto", ExitCode.Config)]
    [InlineData("autoclaw.yaml", "no-such", ExitCode.Failed)]
    public async Task Route_FileOrModelWrong_SaysSo(string file, string model, int exitCode)
    {
        var result = await CliProcess.RunAsync(gateway.Folder, "route", "-c", file, "--model", model, "x");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("error:", result.Errors, StringComparison.Ordinal);
    }
}
