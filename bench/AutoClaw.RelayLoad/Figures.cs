namespace AutoClaw.RelayLoad;

/// <summary>What one measurement of one target gave.</summary>
/// <param name="Target"><c>direct</c>, <c>yarp</c> or <c>autoclaw</c>.</param>
/// <param name="Stream">Streamed answers.</param>
/// <param name="RequestsPerSecond">Whole answers a second.</param>
/// <param name="P50Micros">Median time of an answer.</param>
/// <param name="P99Micros">99th percentile.</param>
/// <param name="FirstContentMicros">Median time to the first content; null if not streamed.</param>
internal sealed record Figures(string Target, bool Stream, double RequestsPerSecond, double P50Micros, double P99Micros, double? FirstContentMicros)
{
    /// <summary>Processor microseconds of the gateway for each answer; null for direct.</summary>
    public double? CpuMicros { get; init; }

    /// <summary>Resident memory of the gateway at the end.</summary>
    public double? ResidentMegabytes { get; init; }

    public int Errors { get; init; }
}
