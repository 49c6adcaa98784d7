namespace AutoClaw.Gateway.Options;

/// <summary>What the router optimises. At most one is set; none: the model's default calibration at its default threshold.</summary>
/// <param name="CloudShare">Share of requests that may go to the cloud, 0 to 1.</param>
/// <param name="Quality">Share of all-cloud quality to keep, 0 to 1.</param>
/// <param name="Threshold">A score, for those who calibrate themselves.</param>
public sealed record AimOptions(double? CloudShare = null, double? Quality = null, double? Threshold = null);
