namespace AutoClaw.RouterReport;

/// <summary>
/// A page with generated parts: what stands between <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c> is replaced, the rest is
/// written by hand and stays.
/// </summary>
internal static class MarkedDocument
{
    /// <summary>The page with every part replaced; null where one has no place in it, with the reason in <paramref name="problem"/>.</summary>
    public static string? Fill(string page, IReadOnlyDictionary<string, string> parts, out string? problem)
    {
        problem = null;
        foreach (var (name, text) in parts)
        {
            var (begin, end) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
            var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
            var to = from < begin.Length ? -1 : page.IndexOf(end, from, StringComparison.Ordinal);
            if (to < 0)
            {
                problem = $"the page has no '{begin.TrimEnd()}' followed by '{end}'";
                return null;
            }

            page = $"{page[..from]}{text.TrimEnd('\n')}\n{page[to..]}";
        }

        return page;
    }
}
