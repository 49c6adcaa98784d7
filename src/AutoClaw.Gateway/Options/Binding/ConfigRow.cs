namespace AutoClaw.Gateway.Options.Binding;

/// <summary>One line of the documentation's table of keys.</summary>
internal sealed record ConfigRow(string Path, string Type, string Default, string Description, bool Restart);
