using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.LlamaServer;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Bench;

/// <summary>What <c>bench/engine-kills.sh</c> runs a hundred times, a few times: it ends with 0 only if every promise was kept.</summary>
public sealed class EngineKillsTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_FiveKillsUnderLoad_EveryRequestEndsProperlyAndTheLedgerAgrees()
    {
        var result = await RunAsync("--kills", "5");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("5 kills of the engine", result.Output, StringComparison.Ordinal);
        Assert.Contains("kept: 0 requests without a proper end, 0 recoveries of 5 s or more, 0 requests", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"\| answered by the engine \| [1-9]\d* \| [1-9]\d* \|", result.Output);
    }

    [Theory]
    [InlineData("--kills", "none")]
    [InlineData("--kills", "0")]
    [InlineData("--colour", "1")]
    [InlineData("--kills")]
    public async Task Run_WrongOption_PrintsUsage(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("usage: engine-kills", result.Errors, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments)
    {
        // Built beside the tests, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.EngineKills", configuration, "AutoClaw.EngineKills");
        var cli = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.Cli", configuration, "autoclaw.dll");
        return CliProcess.RunAsync(_folder, program, [cli, LlamaServerBinary.Require(), .. arguments]);
    }
}
