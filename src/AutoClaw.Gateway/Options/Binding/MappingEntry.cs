namespace AutoClaw.Gateway.Options.Binding;

internal sealed record MappingEntry(ScalarNode Key, ConfigNode Value);
