namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>
/// IPv4 addresses, with a prefix length where one stands. What names no machine of anybody's (loopback, netmask, broadcast) and what may as
/// well be a version or a paragraph gets a score below the default.
/// </summary>
internal sealed class IpV4Addresses() : WordRecogniser(PiiType.IpAddress)
{
    private static readonly ContextWords Versions = new("version", "ver", "release", "build", "section", "chapter", "oid", "driver", "firmware");
    private static readonly ContextWords Words = new("ip", "ipv4", "address", "addr", "host", "server", "client", "peer", "subnet", "gateway", "dns", "ping", "ssh", "remote");

    public override bool Wants(WordShape shape, int length) => shape == WordShape.Digits && length <= 3;

    public override void Look(in PiiSearch search, Word word)
    {
        var text = search.Text;
        if (word.End >= text.Length || text[word.End] != '.' || !OpenBefore(text, word.Start))
        {
            return;
        }

        Span<byte> octets = stackalloc byte[4];
        var end = Read(text, word.Start, octets);
        if (end < 0)
        {
            return;
        }

        var score = Score(search, octets, word.Start, end);
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiLetterOrDigit(text[end + 1]))
        {
            // An object identifier or a long version number.
            score = .3f;
        }

        search.Report(word.Start, PrefixEnd(text, end, 32), PiiType.IpAddress, score);
    }

    /// <summary>Four numbers of at most 255 with full stops between: where they end, or -1.</summary>
    public static int Read(ReadOnlySpan<char> text, int start, Span<byte> octets)
    {
        var at = start;
        for (var i = 0; i < octets.Length; i++)
        {
            if (i > 0)
            {
                if (at >= text.Length || text[at] != '.')
                {
                    return -1;
                }

                at++;
            }

            var value = 0;
            var first = at;
            while (at < text.Length && at - first < 3 && char.IsAsciiDigit(text[at]))
            {
                value = (value * 10) + (text[at++] - '0');
            }

            if (at == first || value > 255 || (at < text.Length && (i == 3 ? char.IsAsciiLetterOrDigit(text[at]) : text[at] != '.')))
            {
                return -1;
            }

            octets[i] = (byte)value;
        }

        return at;
    }

    /// <summary>The end with <c>/24</c> where that follows and can be a prefix length.</summary>
    public static int PrefixEnd(ReadOnlySpan<char> text, int end, int longest)
    {
        if (end >= text.Length || text[end] != '/')
        {
            return end;
        }

        var at = end + 1;
        while (at < text.Length && at - end <= 4 && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        var digits = text[(end + 1)..at];
        return digits.Length is > 0 and <= 3 && Checksums.Number(digits) <= longest && (at == text.Length || !char.IsAsciiLetterOrDigit(text[at])) ? at : end;
    }

    private static bool OpenBefore(ReadOnlySpan<char> text, int start) =>
        start == 0 || !(char.IsAsciiLetterOrDigit(text[start - 1]) || (text[start - 1] is '.' && start > 1 && char.IsAsciiLetterOrDigit(text[start - 2])));

    private static float Score(in PiiSearch search, ReadOnlySpan<byte> octets, int start, int end) => octets switch
    {
        [127, ..] or [0, ..] or [255, ..] => .4f,
        [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [169, 254, ..] => .75f,
        _ when Versions.Near(search.Text, start, end) && !Words.Near(search.Text, start, end) => .4f,
        [< 20, < 20, < 20, < 20] => Words.Near(search.Text, start, end) || search.IsAll(start, end) ? .8f : .45f,
        _ => .95f,
    };
}
