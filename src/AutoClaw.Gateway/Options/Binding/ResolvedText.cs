namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A scalar with its variables put in.</summary>
/// <param name="Value">The text.</param>
/// <param name="IsText">True where it is text by its quotes, whatever it looks like.</param>
/// <param name="Variables">The names of the environment variables that went in, set or defaulted.</param>
internal sealed record ResolvedText(string Value, bool IsText, IReadOnlyList<string> Variables);
