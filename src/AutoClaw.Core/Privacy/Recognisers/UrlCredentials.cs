using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>URLs with a name and a password in them (RFC 3986's userinfo): <c>scheme://name:password@host</c>, up to the path.</summary>
internal sealed class UrlCredentials() : SignRecogniser(":", PiiType.UrlCredentials)
{
    private const int LongestScheme = 24;
    private const int LongestAuthority = 320;

    private static readonly SearchValues<char> AuthorityEnd = SearchValues.Create(" \t\r\n/?#\"'<>`\\)");
    private static readonly SearchValues<char> Placeholder = SearchValues.Create("${}<>*[]");

    public override void Look(in PiiSearch search, int at)
    {
        var text = search.Text;
        if (at + 3 > text.Length || text[at + 1] != '/' || text[at + 2] != '/')
        {
            return;
        }

        var start = at;
        while (start > 0 && at - start < LongestScheme && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '.' or '-'))
        {
            start--;
        }

        var rest = text[(at + 3)..Math.Min(text.Length, at + 3 + LongestAuthority)];
        var length = rest.IndexOfAny(AuthorityEnd);
        var authority = length < 0 ? rest : rest[..length];
        var user = authority.LastIndexOf('@');
        var colon = user < 0 ? -1 : authority[..user].IndexOf(':');
        if (start == at || colon < 0 || user - colon < 2 || user + 1 >= authority.Length)
        {
            return;
        }

        // A place where a password goes is none: ${PASSWORD}, <password>, ****.
        var password = authority[(colon + 1)..user];
        var placeholder = password.ContainsAny(Placeholder) || password.Equals("password", StringComparison.OrdinalIgnoreCase) || password.Equals("pass", StringComparison.OrdinalIgnoreCase);
        search.Report(start, at + 3 + authority.Length, PiiType.UrlCredentials, placeholder ? .4f : .95f);
    }
}
