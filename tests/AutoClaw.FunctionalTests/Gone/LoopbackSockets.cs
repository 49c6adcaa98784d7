using System.Globalization;

namespace AutoClaw.FunctionalTests.Gone;

/// <summary>What the system says of TCP connections on this machine. Linux.</summary>
internal static class LoopbackSockets
{
    private const string Listening = "0A", Over = "06";

    /// <summary>Connections of a server's port that are not closed on both sides.</summary>
    public static int Open(int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[1].EndsWith(end, StringComparison.Ordinal) && fields[3] is not (Listening or Over));
    }
}
