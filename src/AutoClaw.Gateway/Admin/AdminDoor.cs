namespace AutoClaw.Gateway.Admin;

/// <summary>A mark on every connection to the administrators' listener.</summary>
/// <param name="AllowsAnonymous">It was started to let this machine look without a key.</param>
internal sealed record AdminDoor(bool AllowsAnonymous);
