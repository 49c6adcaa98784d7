namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>A run of digits in a phone number.</summary>
/// <param name="Start">Its first digit.</param>
/// <param name="End">After its last one, and after the parenthesis that closes it.</param>
/// <param name="Digits">How many it has.</param>
/// <param name="First">Its first digit's value.</param>
/// <param name="Separator">What stands before it; <c>\0</c>: nothing.</param>
/// <param name="Closed">Whether a parenthesis closes after it.</param>
internal readonly record struct PhoneGroup(int Start, int End, int Digits, int First, char Separator, bool Closed)
{
    private const int LongestGroup = 15;

    /// <summary>Reads groups with at most two separators between: how many there are.</summary>
    public static int Read(ReadOnlySpan<char> text, int start, PhoneLead lead, Span<PhoneGroup> groups)
    {
        var at = start;
        var count = 0;
        var separator = '\0';
        var open = lead.Unclosed;
        while (count < groups.Length)
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]) && end - at <= LongestGroup)
            {
                end++;
            }

            if (end == at || end - at > LongestGroup)
            {
                break;
            }

            var closes = open && end < text.Length && text[end] == ')';
            open &= !closes;
            groups[count++] = new(at, closes ? end + 1 : end, end - at, text[at] - '0', separator, closes);
            at = closes ? end + 1 : end;
            separator = closes ? ')' : '\0';
            for (var i = 0; i < 2 && at < text.Length && (text[at] is ' ' or '-' or '.' or '/' or '\u00A0' or '\u2011' or '\u2013'); i++)
            {
                separator = text[at++];
            }

            if (at < text.Length && text[at] == '(' && !open)
            {
                open = true;
                separator = text[at++];
            }

            if (separator == '\0')
            {
                break;
            }
        }

        return count;
    }

    public static bool AnyClosed(ReadOnlySpan<PhoneGroup> groups)
    {
        foreach (var group in groups)
        {
            if (group.Closed)
            {
                return true;
            }
        }

        return false;
    }
}
