using System.Diagnostics;
using System.Globalization;

namespace AutoClaw.Gateway.Power;

/// <summary>What NVIDIA's GPUs draw, as <c>nvidia-smi</c> tells it.</summary>
internal static class GpuPower
{
    public const string Program = "nvidia-smi";

    // A hanging driver takes nvidia-smi with it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Watts of all of them together; null where none tells.</summary>
    /// <param name="program">Answers as nvidia-smi does.</param>
    /// <param name="time">The clock of its patience.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<double?> ReadAsync(string program, TimeProvider time, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--query-gpu=power.draw", "--format=csv,noheader,nounits"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            try
            {
                var said = await process.StandardOutput.ReadToEndAsync(both.Token).ConfigureAwait(false);
                await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
                return process.ExitCode == 0 ? Sum(said) : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // "[N/A]" is a card without a meter.
    private static double? Sum(string said)
    {
        double? sum = null;
        foreach (var line in said.AsSpan().EnumerateLines())
        {
            if (double.TryParse(line.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var watts) && double.IsFinite(watts) && watts >= 0)
            {
                sum = (sum ?? 0) + watts;
            }
        }

        return sum;
    }
}
