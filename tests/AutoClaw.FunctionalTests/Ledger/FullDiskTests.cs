using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>A small file system of its own, really filled while calls are recorded on it.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("refuse")]
    [InlineData("serve")]
    public async Task FullDisk_UnderLoad_RecoversByItselfAndHasEachAttemptOnce(string onFailure)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A file system of a few megabytes is made with Linux's namespaces.");
        var mount = await CliProcess.RunAsync(_folder, "/bin/sh", ["-c", $"unshare -rm mount -t tmpfs -o size=12m tmpfs '{_folder.Path}'"]);
        Assert.SkipUnless(mount.ExitCode == 0, $"This user may not mount in a namespace of its own: {mount.Errors}");
        var probe = Path.Combine(AppContext.BaseDirectory, "AutoClaw.LedgerProbe");

        var result = await CliProcess.RunAsync(
            _folder, "/bin/sh", ["-c", $"exec unshare -rm sh -c \"mount -t tmpfs -o size=12m tmpfs '{_folder.Path}' && exec '{probe}' full '{_folder.Path}' {onFailure}\""]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("full: failing True (ledger_full)", result.Output, StringComparison.Ordinal);
        Assert.Contains(" different, 0 unrecorded, 0 problems", result.Output, StringComparison.Ordinal);
    }
}
