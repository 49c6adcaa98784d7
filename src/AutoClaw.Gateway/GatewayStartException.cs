namespace AutoClaw.Gateway;

/// <summary>The gateway can't start, or can't take new options, for a reason that its operator can mend. The message says which.</summary>
public sealed class GatewayStartException(string message, Exception? inner = null) : Exception(message, inner);
