using System.Diagnostics;
using System.Globalization;

namespace AutoClaw.Gateway.Local;

/// <summary>The memory that a model can be loaded into.</summary>
/// <param name="Ram">Bytes that this process may use: the machine's, or its container's limit.</param>
/// <param name="Vram">Bytes of all NVIDIA GPUs together; null where none is known.</param>
internal sealed record MachineMemory(long Ram, long? Vram)
{
    // The system and the gateway need some too; a driver keeps a part of a GPU's memory.
    private const double Usable = 0.9;

    // A hanging driver takes nvidia-smi with it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static MachineMemory Read() => new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, ReadVram("nvidia-smi"));

    /// <summary>Where a model that needs so many bytes fits: <c>gpu</c>, <c>ram</c> or <c>no</c>.</summary>
    public string Fit(long bytes) => bytes <= Vram * Usable ? "gpu" : bytes <= Ram * Usable ? "ram" : "no";

    /// <param name="program">Answers as nvidia-smi does.</param>
    /// <param name="patience">How long it may take; null: the usual time.</param>
    internal static long? ReadVram(string program, TimeSpan? patience = null)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--query-gpu=memory.total", "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(patience ?? Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            var mebibytes = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return process.ExitCode == 0 && mebibytes.Length > 0 && mebibytes.All(line => long.TryParse(line, CultureInfo.InvariantCulture, out _))
                ? mebibytes.Sum(line => long.Parse(line, CultureInfo.InvariantCulture)) << 20
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
