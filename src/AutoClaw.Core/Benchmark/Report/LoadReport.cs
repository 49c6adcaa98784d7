using AutoClaw.Core.Benchmark.Metrics;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Core.Benchmark.Report;

/// <summary>One engine under one load.</summary>
/// <param name="Engine">Its name.</param>
/// <param name="Load">The load.</param>
/// <param name="Calls">That count: those of the ramp do not.</param>
/// <param name="Failed">Of them.</param>
public sealed record LoadReport(string Engine, LoadShape Load, int Calls, int Failed)
{
    /// <summary>Output tokens a second of all streams together while the load had its full height; null where it never had.</summary>
    public Interval? TokensPerSecond { get; init; }

    /// <summary>Median tokens a second of one stream: what a user sees.</summary>
    public Interval? TokensPerSecondEach { get; init; }

    /// <summary>Milliseconds from sent.</summary>
    public required Percentiles Ttft { get; init; }

    /// <summary>Milliseconds from scheduled: with the wait for a connection that a slow engine causes.</summary>
    public required Percentiles TtftFromScheduled { get; init; }

    /// <summary>Share of calls that keep every limit and are not wrong (<see cref="Slo"/>).</summary>
    public Interval? Goodput { get; init; }

    /// <summary>Such calls a second.</summary>
    public double? GoodRequestsPerSecond { get; init; }
}
