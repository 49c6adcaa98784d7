namespace AutoClaw.Gateway.Ledger;

/// <summary>What a route's aim controller had learnt when it was last written down.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Aim">The aim, for example <c>cloud_share=0.35</c>: the state of another one is of no use.</param>
/// <param name="Calibration">The router model's <c>Calibration.Fingerprint</c>: another model's scores do not compare.</param>
/// <param name="State">The controller's own bytes.</param>
internal sealed record AimRow(string Route, string Aim, long Calibration, byte[] State);
