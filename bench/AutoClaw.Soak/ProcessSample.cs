using System.Globalization;

namespace AutoClaw.Soak;

/// <summary>What a process holds at one moment, as Linux tells it.</summary>
/// <param name="Seconds">Since the load began.</param>
/// <param name="ResidentMb">Resident memory, in 10^6 bytes.</param>
/// <param name="AnonymousMb">That part of it which is no file's.</param>
/// <param name="Handles">Open file descriptors: files, sockets, timers.</param>
/// <param name="Threads">Its threads.</param>
internal sealed record ProcessSample(double Seconds, double ResidentMb, double AnonymousMb, int Handles, int Threads)
{
    public static ProcessSample Take(int process, double seconds)
    {
        var status = File.ReadAllLines($"/proc/{process}/status");
        return new ProcessSample(
            seconds, Megabytes(status, "VmRSS:"), Megabytes(status, "RssAnon:"), Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, (int)Number(status, "Threads:"));
    }

    // "kB" of proc(5) are 1,024 bytes.
    private static double Megabytes(string[] status, string name) => Number(status, name) * 1024 / 1e6;

    private static long Number(string[] status, string name) => long.Parse(
        status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
