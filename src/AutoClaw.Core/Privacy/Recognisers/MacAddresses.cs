namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>MAC addresses: six pairs of hexadecimal digits with colons or dashes between.</summary>
internal sealed class MacAddresses() : SignRecogniser(":-", PiiType.MacAddress)
{
    private const int Length = 17;

    public override void Look(in PiiSearch search, int at)
    {
        var text = search.Text;
        var start = at - 2;
        var end = start + Length;
        if (start < 0 || end > text.Length || !Matches(text[start..end]))
        {
            return;
        }

        var sign = text[at];
        var open = (start == 0 || !(char.IsAsciiLetterOrDigit(text[start - 1]) || (text[start - 1] == sign && start > 1 && char.IsAsciiHexDigit(text[start - 2]))))
            && (end == text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || (text[end] == sign && end + 1 < text.Length && char.IsAsciiHexDigit(text[end + 1]))));
        var piece = text[start..end];

        // All zeros and all ones name no device.
        if (open && piece.ContainsAnyExcept('0', sign) && piece.ContainsAnyExcept("fF:-"))
        {
            search.Report(start, end, PiiType.MacAddress, .9f);
        }
    }

    private static bool Matches(ReadOnlySpan<char> piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (i % 3 == 2 ? piece[i] != piece[2] : !char.IsAsciiHexDigit(piece[i]))
            {
                return false;
            }
        }

        return true;
    }
}
