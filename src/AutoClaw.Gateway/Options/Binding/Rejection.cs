namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Why a scalar is not of the type that its key takes. The message follows the key's name.</summary>
internal sealed record Rejection(ConfigCode Code, string Message, string? Hint = null);
