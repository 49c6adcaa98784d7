using System.Diagnostics;

namespace AutoClaw.EngineKills;

/// <summary>One request and what came of it.</summary>
/// <param name="Stream">Whether it asked for a stream.</param>
/// <param name="Pinned">Whether it named the engine, so that no other may answer.</param>
/// <param name="Started">Timestamp when it was sent.</param>
/// <param name="Ended">Timestamp when it was over.</param>
/// <param name="Ending">How.</param>
/// <param name="Id">The gateway's id of it; null if it never answered.</param>
/// <param name="Detail">The error's code, or what was wrong.</param>
internal sealed record Asked(bool Stream, bool Pinned, long Started, long Ended, Ending Ending, string? Id, string? Detail)
{
    public TimeSpan Took => Stopwatch.GetElapsedTime(Started, Ended);
}
