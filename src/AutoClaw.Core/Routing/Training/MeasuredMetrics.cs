namespace AutoClaw.Core.Routing.Training;

/// <summary>Metrics with their 95 % bootstrap interval.</summary>
/// <param name="Value">On the rows as they are.</param>
/// <param name="Low">2.5th percentile of each metric on its own.</param>
/// <param name="High">97.5th percentile of each metric on its own.</param>
public sealed record MeasuredMetrics(RoutingMetrics Value, RoutingMetrics Low, RoutingMetrics High);
