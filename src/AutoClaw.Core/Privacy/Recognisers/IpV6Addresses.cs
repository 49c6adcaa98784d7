namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// IPv6 addresses (RFC 4291's forms, with zone and prefix length). Short compressed ones without a digit are C++ and Rust names too
/// (<c>add::bed</c>), so they need a word near.
/// </summary>
internal sealed class IpV6Addresses() : SignRecogniser(":", PiiType.IpAddress)
{
    private const int Longest = 46;

    private static readonly ContextWords Words = new("ip", "ipv6", "address", "addr", "host", "server", "peer", "subnet", "gateway", "dns", "ping", "ssh", "prefix", "loopback", "unspecified", "listen", "bind", "connect", "tunnel");

    public override void Look(in PiiSearch search, int at)
    {
        var text = search.Text;
        var start = at;
        while (start > 0 && at - start <= 4 && char.IsAsciiHexDigit(text[start - 1]))
        {
            start--;
        }

        // From the first colon only: the others belong to the same address.
        if (at - start > 4 || (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is ':' or '.' or '_' or '$')))
        {
            return;
        }

        var end = at;
        while (end < text.Length && end - start < Longest && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.'))
        {
            end++;
        }

        // A sentence's full stop, and the colon after an address.
        end -= end > at && text[end - 1] == '.' ? 1 : 0;
        if (end > at + 2 && text[end - 1] == ':' && text[end - 2] != ':')
        {
            end--;
        }

        if (end - at < 2 || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or ':')) || Groups(text[start..end]) is not (>= 0 and var groups))
        {
            return;
        }

        var score = Score(search, start, end, groups);
        search.Report(start, IpV4Addresses.PrefixEnd(text, ZoneEnd(text, end), 128), PiiType.IpAddress, score);
    }

    /// <summary>How many groups stand there, if it is an address; else -1.</summary>
    private static int Groups(ReadOnlySpan<char> address)
    {
        var groups = 0;
        var compressed = address.StartsWith("::");
        var at = compressed ? 2 : 0;
        Span<byte> octets = stackalloc byte[4];
        while (at < address.Length)
        {
            var size = address[at..].IndexOfAny(':', '.');
            if (size >= 0 && address[at + size] == '.')
            {
                groups += 2;
                return IpV4Addresses.Read(address, at, octets) == address.Length && (compressed ? groups < 8 : groups == 8) ? groups : -1;
            }

            var end = size < 0 ? address.Length : at + size;
            if (end == at || end - at > 4)
            {
                return -1;
            }

            groups++;
            at = end + 1;
            if (at < address.Length && address[at] == ':')
            {
                if (compressed)
                {
                    return -1;
                }

                compressed = true;
                at++;
            }
            else if (at == address.Length)
            {
                return -1;
            }
        }

        return (compressed ? groups < 8 : groups == 8) ? groups : -1;
    }

    private static float Score(in PiiSearch search, int start, int end, int groups)
    {
        var address = search.Text[start..end];
        if (groups == 0 || address.SequenceEqual("::1"))
        {
            return groups > 0 || search.IsAll(start, end) || Words.Near(search.Text, start, end) ? .4f : .1f;
        }

        if (groups >= 4 || address.Contains('.') || (groups >= 2 && address.ContainsAnyInRange('0', '9') && address.IndexOf("::", StringComparison.Ordinal) is >= 3 and <= 9 && char.IsAsciiHexDigit(address[2])))
        {
            return .95f;
        }

        return Words.Near(search.Text, start, end) || search.IsAll(start, end) ? .8f : address.ContainsAnyInRange('0', '9') ? .4f : .2f;
    }

    private static int ZoneEnd(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length || text[end] != '%')
        {
            return end;
        }

        var at = end + 1;
        while (at < text.Length && at - end < 16 && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
        {
            at++;
        }

        return at > end + 1 ? at : end;
    }
}
