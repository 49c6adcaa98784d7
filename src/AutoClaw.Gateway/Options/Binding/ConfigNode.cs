namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A value as it stands in the file, before anybody knows what it should be.</summary>
internal abstract record ConfigNode(ConfigMark Start);
