using System.Diagnostics;
using System.Globalization;
using AutoClaw.FunctionalTests.Verbs;

namespace AutoClaw.FunctionalTests.Ledger;

/// <summary>A small real file system in a file, which can be made full, silent, and its files unwritable, and well again. Needs root and a loop device.</summary>
internal sealed class OutageDisk : IAsyncDisposable
{
    private readonly CliFolder _folder = new();
    private Process? _frozen;

    private OutageDisk()
    {
    }

    /// <summary>Where the ledger is.</summary>
    public string LedgerPath => Path.Combine(Root, "ledger.db");

    private string Root => Path.Combine(_folder.Path, "disk");

    private string Ballast => Path.Combine(Root, "ballast");

    /// <summary>Skips the test where this user may not mount.</summary>
    public static async Task<OutageDisk> MountAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux may mount a file system of its own.");
        var disk = new OutageDisk();
        var made = await disk.RunAsync($"mkdir disk && truncate -s 24M image && mkfs.ext4 -q image && mount -o loop image disk");
        if (made.ExitCode != 0)
        {
            disk._folder.Dispose();
            Assert.Skip($"This machine has no loop device to mount: {made.Errors}");
        }

        return disk;
    }

    public async Task BreakAsync(Outage outage, TimeSpan atMost)
    {
        switch (outage)
        {
            case Outage.Full:
                Fill();
                break;
            case Outage.ReadOnly:
                await MustAsync("chattr +i disk/ledger.db disk/ledger.db-wal");
                break;
            default:
                // Thawed by a process of its own, so that nothing stays frozen if this one dies.
                _frozen = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", string.Create(
                    CultureInfo.InvariantCulture, $"fsfreeze -f '{Root}' && sleep {atMost.TotalSeconds:0.###}; fsfreeze -u '{Root}'")]))!;
                break;
        }
    }

    public async Task MendAsync(Outage outage)
    {
        switch (outage)
        {
            case Outage.Full:
                File.Delete(Ballast);
                break;
            case Outage.ReadOnly:
                await MustAsync("chattr -i disk/ledger.db*");
                break;
            default:
                await _frozen!.WaitForExitAsync();
                _frozen.Dispose();
                _frozen = null;
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_frozen is not null)
        {
            await _frozen.WaitForExitAsync();
            _frozen.Dispose();
        }

        await MustAsync("chattr -i disk/ledger.db* 2>/dev/null; umount disk || umount -l disk");
        _folder.Dispose();
    }

    private void Fill()
    {
        using var file = File.Create(Ballast);
        try
        {
            for (var block = new byte[4096]; ;)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full: as it was meant to be.
        }
    }

    private async Task MustAsync(string command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    private Task<CliResult> RunAsync(string command) => CliProcess.RunAsync(_folder, "/bin/sh", ["-c", $"cd '{_folder.Path}' && {command}"]);
}
