namespace AutoClaw.Core.Routing.Training;

/// <summary>What the router must beat, and what it cannot.</summary>
/// <param name="Random">No order at all, in expectation.</param>
/// <param name="Length">Longest prompt first, in bytes.</param>
/// <param name="Oracle">Largest true gain first.</param>
public sealed record BaselineMetrics(MeasuredMetrics Random, MeasuredMetrics Length, MeasuredMetrics Oracle);
