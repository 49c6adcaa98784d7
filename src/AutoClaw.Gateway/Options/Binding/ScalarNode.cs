namespace AutoClaw.Gateway.Options.Binding;

/// <param name="Start">Where it begins, quotes included.</param>
/// <param name="Value">With YAML's escapes resolved, variables not yet substituted.</param>
/// <param name="Quoted">True for text by its quotes (or a block), whatever it looks like.</param>
/// <param name="TextStart">Where <paramref name="Value"/> begins, if it stands in the file letter by letter; null if escapes or line folds moved it.</param>
internal sealed record ScalarNode(ConfigMark Start, string Value, bool Quoted, ConfigMark? TextStart) : ConfigNode(Start)
{
    /// <summary>Where the character at <paramref name="offset"/> stands, as exactly as is known.</summary>
    public ConfigMark At(int offset) => TextStart is { } start ? start with { Column = start.Column + offset } : Start;
}
