namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// Finds one family of identifiers. A recogniser has no state, and from one place in a text it looks at most a fixed distance ahead and
/// back: so a scan takes time in proportion to the text, whatever stands in it.
/// </summary>
internal abstract class Recogniser(params PiiType[] types)
{
    /// <summary>What it may report.</summary>
    public ReadOnlySpan<PiiType> Types => types;
}
