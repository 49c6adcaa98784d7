using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Bench;

/// <summary>What <c>bench/soak.sh</c> runs for half an hour, for seconds: too short to tell of memory, long enough for all the rest.</summary>
public sealed class SoakTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_HalfTheLoadOfAFewClients_NothingGoesWrongAndTheLedgerHasEachCallOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory and handles are read from /proc.");
        var result = await RunAsync("--peak", "1", "--seconds", "6", "--warmup", "2", "--clients", "6", "--every", "1");

        Assert.True(result.ExitCode is 0 or 1, result.Output + result.Errors);
        Assert.Contains("; 0 went wrong", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"ledger: ([1-9]\d*) attempts settled, 0 open; engines: \1 calls", result.Output);
        Assert.Matches(@"[1-9]\d* left in the middle", result.Output);
        Assert.Matches("resident memory after 2 s: .* MB in ten minutes; handles [1-9]", result.Output);
    }

    [Theory]
    [InlineData("--seconds", "none")]
    [InlineData("--seconds", "0")]
    [InlineData("--seconds", "10", "--warmup", "10")]
    [InlineData("--colour", "1")]
    [InlineData("--seconds")]
    public async Task Run_WrongOption_PrintsUsage(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("usage: soak", result.Errors, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments)
    {
        // Built beside the tests, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.Soak", configuration, "AutoClaw.Soak");
        var cli = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.Cli", configuration, "autoclaw.dll");
        return CliProcess.RunAsync(_folder, program, [cli, .. arguments]);
    }
}
