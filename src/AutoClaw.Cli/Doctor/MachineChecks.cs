using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AutoClaw.Cli.Download;
using AutoClaw.Cli.EngineSetup;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Power;

namespace AutoClaw.Cli.Doctor;

/// <summary>Processor, memory, GPUs and disk: what a local model has to run on.</summary>
internal static class MachineChecks
{
    private const string Group = "machine";

    // A 1B model with four-bit weights is 0.8 GB and its cache and buffers about as much again.
    private const long SmallModel = 2L << 30;

    // The ledger grows by some 300 bytes a request, so this is room for millions of them and for SQLite's journal.
    private const long LedgerRoom = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<HealthFinding>> LookAsync(string folder, CancellationToken cancelled) =>
        [Processor(), Memory(MachineMemory.Read().Ram), await GpusAsync("nvidia-smi", cancelled), await PowerAsync(RaplReader.Root, GpuPower.Program, cancelled), Disk(folder)];

    internal static HealthFinding Memory(long bytes) => bytes >= SmallModel
        ? HealthFinding.Ok(Group, "memory", $"{ByteText.Of(bytes)} for this process")
        : HealthFinding.Note(Group, "memory", $"{ByteText.Of(bytes)} for this process, too little for a local model of a billion parameters", "Use an engine on another machine (base_url), or raise the container's memory limit.");

    /// <param name="program">Answers as nvidia-smi does.</param>
    /// <param name="cancelled">Gives up.</param>
    internal static async Task<HealthFinding> GpusAsync(string program, CancellationToken cancelled)
    {
        var (exitCode, lines, problem) = await EngineProgram.RunAsync(
            program, ["--query-gpu=name,memory.total", "--format=csv,noheader"], new Dictionary<string, string>(), static _ => { }, Patience, cancelled);
        if (exitCode == -1 && lines.Count == 0)
        {
            return HealthFinding.Note(Group, "gpu", "no NVIDIA GPU (no nvidia-smi); local models run on the processor");
        }

        var said = string.Join("; ", lines.Where(line => line.Trim().Length > 0));
        return exitCode == 0 && said.Length > 0
            ? HealthFinding.Ok(Group, "gpu", said)
            : HealthFinding.Note(Group, "gpu", $"nvidia-smi failed: {problem ?? said}", "Look at the driver: a GPU that nvidia-smi can't see is not used.");
    }

    /// <param name="root">Of the powercap files.</param>
    /// <param name="program">Answers as nvidia-smi does.</param>
    /// <param name="cancelled">Gives up.</param>
    internal static async Task<HealthFinding> PowerAsync(string root, string program, CancellationToken cancelled)
    {
        var processor = new RaplReader(root).State;
        var gpu = await GpuPower.ReadAsync(program, TimeProvider.System, cancelled).ConfigureAwait(false) is not null;
        return (processor, gpu) switch
        {
            (MeterState.Readable, _) => HealthFinding.Ok(Group, "power", $"can be measured: processor and memory (RAPL){(gpu ? ", GPUs (nvidia-smi)" : "")}"),
            (MeterState.Denied, _) => HealthFinding.Note(
                Group, "power", $"{(gpu ? "that of the GPUs can be measured (nvidia-smi); the" : "the")} processor's meter (RAPL) is there, and only root may read it",
                $"Let the gateway's user read energy_uj under {root}, or leave cost.power configured."),
            (_, true) => HealthFinding.Ok(Group, "power", "that of the GPUs can be measured (nvidia-smi); the processor has no meter (RAPL)"),
            _ => HealthFinding.Note(Group, "power", "no meter (RAPL or nvidia-smi): cost.watts is what counts"),
        };
    }

    private static HealthFinding Processor()
    {
        (string Name, bool There)[] features = RuntimeInformation.ProcessArchitecture is Architecture.Arm64
            ? [("NEON", AdvSimd.IsSupported), ("dot product", Dp.IsSupported)]
            : [("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512", Avx512F.IsSupported), ("AVX-VNNI", AvxVnni.IsSupported)];
        var there = string.Join(", ", features.Where(feature => feature.There).Select(feature => feature.Name));
        var detail = string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {(there.Length == 0 ? "no vector extensions" : there)}");
        return features[0].There
            ? HealthFinding.Ok(Group, "processor", detail)
            : HealthFinding.Note(Group, "processor", $"{detail}; without {features[0].Name} local models are several times slower", "In a virtual machine, let it see the host's processor (cpu: host).");
    }

    private static HealthFinding Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(Nearest(folder)).AvailableFreeSpace;
            return free >= LedgerRoom
                ? HealthFinding.Ok(Group, "disk", $"{ByteText.Of(free)} free in {folder}")
                : HealthFinding.Problem(Group, "disk", $"only {ByteText.Of(free)} free in {folder}; a full disk stops the ledger, and with it the gateway", "Make room, or put the data elsewhere with AUTOCLAW_HOME.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HealthFinding.Problem(Group, "disk", $"{folder}: {error.Message}", "Choose another data folder with AUTOCLAW_HOME.");
        }
    }

    /// <summary>The folder itself, or the one above it that exists already.</summary>
    internal static string Nearest(string folder)
    {
        var nearest = Path.GetFullPath(folder);
        while (!Directory.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above)
        {
            nearest = above;
        }

        return nearest;
    }
}
