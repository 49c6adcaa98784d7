namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>What stands before a phone number's first digit.</summary>
/// <param name="IsOpen">Whether a number can begin here.</param>
/// <param name="Start">Where the number begins, its plus and parenthesis with it.</param>
/// <param name="Plus">Whether it begins with a plus.</param>
/// <param name="Unclosed">Whether a parenthesis opens before the first digit.</param>
internal readonly record struct PhoneLead(bool IsOpen, int Start, bool Plus, bool Unclosed)
{
    public static PhoneLead Before(ReadOnlySpan<char> text, int digit)
    {
        // f(4155550132): the parenthesis is the call's.
        var unclosed = digit > 0 && text[digit - 1] == '(' && (digit == 1 || !char.IsAsciiLetterOrDigit(text[digit - 2]));
        var start = unclosed ? digit - 1 : digit;
        var plus = start > 0 && text[start - 1] == '+';
        start -= plus ? 1 : 0;
        if (start == 0)
        {
            return new(true, 0, plus, unclosed);
        }

        var open = text[start - 1] switch
        {
            var c when char.IsAsciiLetterOrDigit(c) => false,
            '+' or '*' or '^' or '$' or '€' or '£' or '\\' => false,
            '.' or '-' or '/' or '_' or ')' or ',' or '\u2011' => start < 2 || !char.IsAsciiLetterOrDigit(text[start - 2]),
            _ => true,
        };
        return new(open, start, plus, unclosed);
    }

    /// <summary>The end with <c>x123</c> or <c>ext. 123</c> where that follows.</summary>
    public static int ExtensionEnd(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        if (at < text.Length && (text[at] is ' ' or ','))
        {
            at++;
        }

        if (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        var rest = text[at..Math.Min(text.Length, at + 9)];
        var word = rest.StartsWith("extension", StringComparison.OrdinalIgnoreCase) ? 9
            : rest.StartsWith("ext", StringComparison.OrdinalIgnoreCase) ? 3
            : rest.StartsWith("x", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (word == 0)
        {
            return end;
        }

        at += word;
        for (var i = 0; i < 2 && at < text.Length && (text[at] is '.' or ' ' or ':'); i++)
        {
            at++;
        }

        var digits = at;
        while (at < text.Length && at - digits < 7 && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - digits is >= 1 and <= 6 && (at == text.Length || !char.IsAsciiLetterOrDigit(text[at])) ? at : end;
    }
}
