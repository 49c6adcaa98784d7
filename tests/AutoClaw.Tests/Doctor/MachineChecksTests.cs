using AutoClaw.Cli.Doctor;

namespace AutoClaw.Tests.Doctor;

public sealed class MachineChecksTests
{
    [Theory]
    [InlineData(2L << 30, true)]
    [InlineData((2L << 30) - 1, false)]
    public void Memory_TooLittleForASmallModel_IsNoted(long bytes, bool isOk) =>
        Assert.Equal(isOk ? HealthState.Ok : HealthState.Note, MachineChecks.Memory(bytes).State);

    [Fact]
    public async Task Gpus_NoNvidiaSmi_IsNoError()
    {
        var finding = await MachineChecks.GpusAsync("/absent/nvidia-smi", TestContext.Current.CancellationToken);
        Assert.Equal(HealthState.Note, finding.State);
        Assert.Contains("no NVIDIA GPU", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gpus_ProgramNamesThem_AreListed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs echo");
        var finding = await MachineChecks.GpusAsync("echo", TestContext.Current.CancellationToken);
        Assert.Equal(HealthState.Ok, finding.State);
    }

    [Fact]
    public async Task Gpus_ProgramFails_IsNotedWithARemedy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs false");
        var finding = await MachineChecks.GpusAsync("false", TestContext.Current.CancellationToken);
        Assert.Equal(HealthState.Note, finding.State);
        Assert.NotNull(finding.Remedy);
    }

    [Fact]
    public void Nearest_FolderIsMissing_IsTheOneAbove()
    {
        var folder = Path.GetTempPath().TrimEnd(Path.DirectorySeparatorChar);
        Assert.Equal(folder, MachineChecks.Nearest(Path.Combine(folder, "absent", "deeper")));
    }
}
