namespace AutoClaw.Core.Pricing;

/// <summary>
/// The rule that lets one row price a model's dated snapshots: the row's name, then one of <c>-2025-08-07</c>, <c>-20250929</c>,
/// <c>@20250929</c>, <c>-001</c> or <c>-latest</c>. Anything else after the name is another model: <c>gpt-4o-mini</c> is no snapshot of
/// <c>gpt-4o</c>, and previews are sold at prices of their own.
/// </summary>
public static class SnapshotName
{
    private static readonly string[] Suffixes = ["-dddd-dd-dd", "-dddddddd", "@dddddddd", "-latest", "-ddd"];

    /// <summary>The name without its snapshot suffix; false where it has none.</summary>
    public static bool TryStrip(ReadOnlySpan<char> model, out ReadOnlySpan<char> name)
    {
        foreach (var suffix in Suffixes)
        {
            if (model.Length > suffix.Length && Matches(model[^suffix.Length..], suffix))
            {
                name = model[..^suffix.Length];
                return true;
            }
        }

        name = default;
        return false;
    }

    private static bool Matches(ReadOnlySpan<char> text, string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            var fits = pattern[i] == 'd' ? char.IsAsciiDigit(text[i]) : text[i] == pattern[i];
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
