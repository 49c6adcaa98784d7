namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// E-mail addresses: the unquoted form of RFC 5321 with a host name whose last label can be a top-level domain, names in any alphabet.
/// What code and file names have of the same form (<c>git@host:path</c>, <c>logo@2x.png</c>, <c>a@b.dot(</c>) is told apart.
/// </summary>
internal sealed class Emails() : SignRecogniser("@", PiiType.EmailAddress)
{
    private const int LongestLocal = 64;
    private const int LongestHost = 253;

    private static readonly string[] FileEndings =
        ["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "mjs", "ts", "tsx", "jsx", "json", "html", "pdf", "yaml", "yml", "lock", "tgz"];

    public override void Look(in PiiSearch search, int at)
    {
        var text = search.Text;
        var start = StartOfLocal(text, at);
        if (start == at || text[at - 1] == '.')
        {
            return;
        }

        var end = EndOfHost(text, at + 1);
        if (end < 0 || (end < text.Length && (text[end] is '@' or '(')) || IsFile(text[at..end]))
        {
            return;
        }

        // A repository's remote, not a person: git@host:owner/name.
        var remote = end < text.Length && text[end] == ':' && text[start..at].Equals("git", StringComparison.OrdinalIgnoreCase);
        search.Report(start, end, PiiType.EmailAddress, remote ? .3f : .95f);
    }

    private static int StartOfLocal(ReadOnlySpan<char> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestLocal && (IsNameLetter(text[start - 1]) || (text[start - 1] is '.' or '_' or '-' or '+' or '%' or '\'' or '&')))
        {
            start--;
        }

        // What stands around an address in a text: quotes, a full stop, a list's dash.
        while (start < at && !IsNameLetter(text[start]) && text[start] is not ('_' or '+'))
        {
            start++;
        }

        return start;
    }

    /// <summary>Where the host name ends, or -1 where there is none.</summary>
    private static int EndOfHost(ReadOnlySpan<char> text, int start)
    {
        var limit = Math.Min(text.Length, start + LongestHost);
        var label = start;
        var good = -1;
        for (var end = start; end <= limit; end++)
        {
            var c = end < limit ? text[end] : '\0';
            if (IsNameLetter(c) || c == '-')
            {
                continue;
            }

            var trimmed = text[label..end].TrimEnd('-');
            if (trimmed.IsEmpty || trimmed[0] == '-')
            {
                break;
            }

            if (label > start && IsTopLevel(trimmed))
            {
                good = label + trimmed.Length;
            }
            else if (c != '.')
            {
                good = -1;
            }

            if (c != '.' || label + trimmed.Length < end)
            {
                break;
            }

            label = end + 1;
        }

        return good;
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label)
    {
        if (label.Length is < 2 or > 24)
        {
            return false;
        }

        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var c in label)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFile(ReadOnlySpan<char> host)
    {
        var ending = host[(host.LastIndexOf('.') + 1)..];
        foreach (var known in FileEndings)
        {
            if (ending.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNameLetter(char c) => char.IsAsciiLetterOrDigit(c) || (c > 127 && char.IsLetterOrDigit(c));
}
