using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>The power is cut at random moments: what the disk had not promised to keep is gone, in part or whole.</summary>
public sealed class PowerCutTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("always")]
    [InlineData("interval")]
    public async Task Cuts_WhatWasPromised_IsThere(string promise)
    {
        var result = await RunAsync("50", promise);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Matches(@"50 cuts, fsync \w+: [1-9][\d,]* promised entries looked for, 0 lost, 0 ledgers damaged or doubled, [1-9]", result.Output);
    }

    [Fact]
    public async Task Cuts_DiskThatIsNeverAsked_FindWhatIsLost()
    {
        var result = await RunAsync("50", "never");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"looked for, [1-9][\d,]* lost, 0 ledgers damaged", result.Output);
    }

    private Task<CliResult> RunAsync(string cuts, string promise) =>
        CliProcess.RunAsync(_folder, Path.Combine(AppContext.BaseDirectory, "AutoClaw.LedgerProbe"), ["cuts", _folder.Path, cuts, promise, "1"]);
}
