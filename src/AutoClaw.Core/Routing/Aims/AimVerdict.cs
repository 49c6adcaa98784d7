namespace AutoClaw.Core.Routing.Aims;

/// <summary>Where a scored request goes.</summary>
/// <param name="Threshold">What its score was held against.</param>
/// <param name="IsCloud">True if it is worth the cloud.</param>
public readonly record struct AimVerdict(double Threshold, bool IsCloud);
