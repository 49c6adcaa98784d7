using System.Globalization;

namespace AutoClaw.Gateway.Power;

/// <summary>
/// The energy that processors and memory have used, as Linux's <c>powercap</c> files tell it (RAPL). Not thread-safe.
/// </summary>
/// <param name="root">Holds <c>intel-rapl:0</c> and so on, which AMD's processors are called too.</param>
internal sealed class RaplReader(string root)
{
    public const string SystemRoot = "/sys/class/powercap";

    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    /// <summary>The usual folder, or another one where that is mounted: a container's.</summary>
    public static string Root => Environment.GetEnvironmentVariable("AUTOCLAW_POWERCAP") is { Length: > 0 } other ? other : SystemRoot;

    /// <summary>Whether there is anything to read, and whether this user may.</summary>
    public MeterState State
    {
        get
        {
            var zones = Zones();
            return zones.Count == 0 ? MeterState.Absent
                : zones.TrueForAll(zone => Number(zone, "energy_uj") is not null) ? MeterState.Readable
                : MeterState.Denied;
        }
    }

    /// <summary>Joules since it was last asked; null the first time, and where one of the counters can't be read.</summary>
    public double? Read()
    {
        var micros = 0L;
        var zones = Zones();
        var isWhole = zones.Count > 0;
        foreach (var zone in zones)
        {
            if (Number(zone, "energy_uj") is not { } now)
            {
                _last.Remove(zone);
                isWhole = false;
                continue;
            }

            // The counter starts anew at its end, once in a minute or two under load.
            isWhole &= _last.TryGetValue(zone, out var before);
            micros += now >= before ? now - before : now - before + (Number(zone, "max_energy_range_uj") ?? before) + 1;
            _last[zone] = now;
        }

        return isWhole ? micros / 1e6 : null;
    }

    // Whole processors, and memory, which is no part of them. Cores are, and psys is all of it once more.
    private List<string> Zones()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(root, "intel-rapl:*").Where(zone =>
                Text(zone, "name") is { } name && (name.StartsWith("package", StringComparison.Ordinal) || name == "dram")).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Number(string zone, string file) =>
        long.TryParse(Text(zone, file), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string? Text(string zone, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(zone, file)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
