using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Bench;

/// <summary>What <c>bench/overload.sh</c> runs: the part whose figures do not depend on the machine, with fewer clients.</summary>
public sealed class OverloadRunTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readers_OfAByteASecond_CostTheGatewayLittleAndOthersNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read from /proc.");
        var result = await RunAsync("--only", "readers", "--seconds", "1", "--readers", "200");

        Assert.True(result.ExitCode is 0, result.Output + result.Errors);
        var each = double.Parse(Regex.Match(result.Output, @"([0-9.]+) KiB of the gateway's memory each").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Assert.InRange(each, 1, 64);
        Assert.Contains("the gateway had 0 calls under way", result.Output, StringComparison.Ordinal);
        Assert.Matches("; 0 of [1-9][0-9]* were not whole", result.Output);
    }

    [Theory]
    [InlineData("--seconds", "none")]
    [InlineData("--readers", "0")]
    [InlineData("--only", "writers")]
    [InlineData("--seconds")]
    public async Task Run_WrongOption_PrintsUsage(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("usage: overload", result.Errors, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments)
    {
        // Built beside the tests, in the same configuration.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.Overload", configuration, "AutoClaw.Overload");
        var cli = Path.Combine(Repository.Root, "artifacts", "bin", "AutoClaw.Cli", configuration, "autoclaw.dll");
        return CliProcess.RunAsync(_folder, program, [cli, .. arguments]);
    }
}
