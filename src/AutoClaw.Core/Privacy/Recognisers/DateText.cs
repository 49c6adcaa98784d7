namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>A date in figures or with the month's English name, found at its first number.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">After it.</param>
/// <param name="Score">How sure it is that it is a date; 0: it is none.</param>
internal readonly record struct DateText(int Start, int End, float Score)
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Endings = ["uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember"];

    /// <param name="text">The text.</param>
    /// <param name="word">A word that begins with a digit.</param>
    public static DateText At(ReadOnlySpan<char> text, Word word)
    {
        var size = Digits(text, word.Start, 4);
        if (word.Start > 0 && (char.IsAsciiLetterOrDigit(text[word.Start - 1]) || (text[word.Start - 1] is '/' or '-' or '.' && word.Start > 1 && char.IsAsciiLetterOrDigit(text[word.Start - 2]))))
        {
            return default;
        }

        var first = size > 0 ? Checksums.Number(text.Slice(word.Start, size)) : 0;
        var at = word.Start + size;
        if (size is 1 or 2 && MonthBefore(text, word.Start) is >= 0 and var monthStart && first is >= 1 and <= 31)
        {
            at = SkipOrdinal(text, at);
            return Open(text, at) ? new(monthStart, YearAfter(text, at), .9f) : default;
        }

        if (size is 1 or 2 && first is >= 1 and <= 31 && MonthAfter(text, SkipOrdinal(text, at)) is > 0 and var monthEnd)
        {
            return new(word.Start, YearAfter(text, monthEnd), .85f);
        }

        return size == 0 || at >= text.Length || text[at] is not ('/' or '-' or '.') ? default : Figures(text, word.Start, size, first, at);
    }

    private static DateText Figures(ReadOnlySpan<char> text, int start, int size, int first, int at)
    {
        var separator = text[at];
        var secondSize = Digits(text, at + 1, 4);
        if (secondSize == 0)
        {
            return default;
        }

        var second = Checksums.Number(text.Slice(at + 1, secondSize));
        at += 1 + secondSize;
        if (at < text.Length && text[at] == separator && Digits(text, at + 1, 4) is > 0 and var thirdSize)
        {
            var third = Checksums.Number(text.Slice(at + 1, thirdSize));
            at += 1 + thirdSize;
            if (size == 4 && secondSize <= 2 && thirdSize <= 2 && Checksums.IsDate(first, second, third) && first is >= 1800 and < 2200)
            {
                at = TimeAfter(text, at);
                return Open(text, at) ? new(start, at, .9f) : default;
            }

            var possible = size <= 2 && secondSize <= 2 && thirdSize is 2 or 4 && (thirdSize == 2 || third is >= 1800 and < 2200)
                && ((first is >= 1 and <= 12 && second is >= 1 and <= 31) || (second is >= 1 and <= 12 && first is >= 1 and <= 31));
            return possible && Open(text, at) ? new(start, at, thirdSize == 4 ? .85f : .6f) : default;
        }

        if (separator != '/' || size > 2 || !Open(text, at))
        {
            return default;
        }

        return secondSize == 4 && first is >= 1 and <= 12 && second is >= 1800 and < 2200 ? new(start, at, .6f)
            : secondSize <= 2 && ((first is >= 1 and <= 12 && second is >= 1 and <= 31) || (second is >= 1 and <= 12 && first is >= 1 and <= 31)) ? new(start, at, .2f)
            : default;
    }

    private static int Digits(ReadOnlySpan<char> text, int at, int most)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            if (++end - at > most)
            {
                return 0;
            }
        }

        return end - at;
    }

    private static bool Open(ReadOnlySpan<char> text, int end) =>
        end >= text.Length || !(char.IsAsciiLetterOrDigit(text[end]) || (text[end] is '/' or '-' or '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])));

    private static int SkipOrdinal(ReadOnlySpan<char> text, int at) =>
        at + 2 <= text.Length && text.Slice(at, 2) is "st" or "nd" or "rd" or "th" ? at + 2 : at;

    /// <summary>After <c>, 1977</c> where a year follows.</summary>
    private static int YearAfter(ReadOnlySpan<char> text, int end)
    {
        var at = end;
        while (at < text.Length && at - end < 2 && text[at] is ' ' or ',' or '-')
        {
            at++;
        }

        return at > end && Digits(text, at, 4) is 4 or 2 && Open(text, at + Digits(text, at, 4)) ? at + Digits(text, at, 4) : end;
    }

    /// <summary>After <c>T14:30:00.123Z</c> where that follows.</summary>
    private static int TimeAfter(ReadOnlySpan<char> text, int end)
    {
        if (end + 6 > text.Length || text[end] != 'T')
        {
            return end;
        }

        var at = end + 1;
        while (at < text.Length && at - end < 24 && (char.IsAsciiDigit(text[at]) || text[at] is ':' or '+' or '-' || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }

        return at < text.Length && text[at] == 'Z' ? at + 1 : at;
    }

    private static int MonthBefore(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end > 0 && start - end < 2 && text[end - 1] is ' ' or '.' or '-')
        {
            end--;
        }

        var begin = end;
        while (begin > 0 && end - begin < 10 && char.IsAsciiLetter(text[begin - 1]))
        {
            begin--;
        }

        return end < start && IsMonth(text[begin..end]) ? begin : -1;
    }

    private static int MonthAfter(ReadOnlySpan<char> text, int end)
    {
        var begin = end;
        while (begin < text.Length && begin - end < 2 && text[begin] is ' ' or '-' or '.')
        {
            begin++;
        }

        var at = begin;
        while (at < text.Length && at - begin < 10 && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        return begin > end && IsMonth(text[begin..at]) && (at == text.Length || !char.IsLetterOrDigit(text[at])) ? at : -1;
    }

    private static bool IsMonth(ReadOnlySpan<char> word)
    {
        if (word.Length < 3)
        {
            return false;
        }

        for (var i = 0; i < Months.Length; i++)
        {
            if (word.StartsWith(Months[i], StringComparison.OrdinalIgnoreCase))
            {
                return word.Length == 3 || word[3..].Equals(Endings[i], StringComparison.OrdinalIgnoreCase) || (i == 8 && word.Length == 4);
            }
        }

        return false;
    }
}
