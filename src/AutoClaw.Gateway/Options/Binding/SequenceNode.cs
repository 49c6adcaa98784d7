namespace AutoClaw.Gateway.Options.Binding;

internal sealed record SequenceNode(ConfigMark Start, IReadOnlyList<ConfigNode> Items) : ConfigNode(Start);
