using System.Buffers;
using System.Collections.Frozen;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// Addresses of pages, with the scheme or without, and host names. As <see cref="PiiType.Url"/>, or as <see cref="PiiType.DomainName"/> where only
/// that is sought; with both, a host name alone is the latter. Without a scheme or <c>www.</c> only under well-known top-level domains: a full stop
/// without a space is no host name.
/// </summary>
internal sealed class Urls() : SignRecogniser(":.", PiiType.Url, PiiType.DomainName)
{
    private const int LongestHost = 253;
    private const int LongestUrl = 2048;

    private static readonly SearchValues<char> End = SearchValues.Create(" \t\r\n\"'<>`{}|\\^");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TopLevels = FrozenSet.ToFrozenSet(
        ("com org net edu gov mil int info biz name pro io ai app dev co me tv cc xyz online site shop store tech cloud blog eu "
        + "us uk ca au nz ie in de fr es it pt nl be ch at se no dk fi is pl cz sk hu ro bg gr hr si rs ee lv lt ua ru by tr il ae sa eg za ng ke "
        + "br mx ar cl pe ve cn jp kr tw hk sg my th vn ph id pk bd ir cy lu mt li").Split(' '),
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public override void Look(in PiiSearch search, int at)
    {
        if (search.Text[at] == ':')
        {
            Scheme(search, at);
        }
        else
        {
            Host(search, at);
        }
    }

    private static void Scheme(in PiiSearch search, int at)
    {
        var text = search.Text;
        if (at + 3 >= text.Length || text[at + 1] != '/' || text[at + 2] != '/')
        {
            return;
        }

        var before = text[..at];
        var scheme = before.EndsWith("https", StringComparison.OrdinalIgnoreCase) ? 5 : before.EndsWith("http", StringComparison.OrdinalIgnoreCase) ? 4 : before.EndsWith("ftp", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
        var start = at - scheme;
        if (scheme == 0 || (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1])))
        {
            return;
        }

        var end = UrlEnd(text, at + 3);
        if (end > at + 3)
        {
            search.Report(start, end, search.Seeks(PiiType.Url) ? PiiType.Url : PiiType.DomainName, .9f);
        }
    }

    private static void Host(in PiiSearch search, int at)
    {
        var text = search.Text;
        var start = at;
        while (start > 0 && at - start < 64 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-'))
        {
            start--;
        }

        // From the first full stop of a host only; what has a scheme or a name before it is found elsewhere.
        if (start == at || (start > 0 && text[start - 1] is '.' or '@' or '/' or '_' or '\\'))
        {
            return;
        }

        var end = start;
        var label = start;
        while (end < text.Length && end - start < LongestHost && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.'))
        {
            label = text[end] == '.' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1]) ? end + 1 : label;
            end++;
        }

        var top = text[label..end].TrimEnd(".-");
        end = label + top.Length;
        var www = text[start..end].StartsWith("www.", StringComparison.OrdinalIgnoreCase);
        if (label <= at || top.Length < 2 || (www ? label <= at + 1 || top.ContainsAnyInRange('0', '9') : top.ContainsAnyInRange('A', 'Z') || !TopLevels.Contains(top)) || (end < text.Length && text[end] is '(' or '@' or '_' or '='))
        {
            return;
        }

        var path = end < text.Length && text[end] is '/' or ':' or '?' or '#' ? UrlEnd(text, end) : end;
        var type = search.Seeks(PiiType.Url) && (path > end || !search.Seeks(PiiType.DomainName)) ? PiiType.Url : PiiType.DomainName;
        search.Report(start, path, type, www ? .8f : .55f);
    }

    private static int UrlEnd(ReadOnlySpan<char> text, int start)
    {
        var rest = text[start..Math.Min(text.Length, start + LongestUrl)];
        var length = rest.IndexOfAny(End);
        return start + (length < 0 ? rest : rest[..length]).TrimEnd(".,;:!?)]*").Length;
    }
}
