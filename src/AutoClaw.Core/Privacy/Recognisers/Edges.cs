namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Whether a piece of text stands by itself, or is cut out of something longer: a decimal number, a UUID, a hash.</summary>
internal static class Edges
{
    // A UUID's longest group and its dash; what is longer is no chain of words worth looking at.
    private const int Reach = 16;

    public static bool Stand(ReadOnlySpan<char> text, int start, int end) => OpenBefore(text, start) && OpenAfter(text, end);

    public static bool OpenBefore(ReadOnlySpan<char> text, int start)
    {
        if (start == 0)
        {
            return true;
        }

        return text[start - 1] switch
        {
            var c when char.IsAsciiLetterOrDigit(c) => false,
            '.' => start < 2 || !char.IsAsciiLetterOrDigit(text[start - 2]),
            ',' => !IsThousands(text, start),
            '+' or '$' or '€' or '£' or '%' => false,
            '-' or '/' or '_' => !DigitInWordBefore(text, start - 1),
            _ => true,
        };
    }

    public static bool OpenAfter(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length)
        {
            return true;
        }

        return text[end] switch
        {
            var c when char.IsAsciiLetterOrDigit(c) => false,
            '.' => end + 1 >= text.Length || !char.IsAsciiLetterOrDigit(text[end + 1]),
            '-' or '/' or '_' => !DigitInWordAfter(text, end + 1),
            '@' or '%' => false,
            _ => true,
        };
    }

    private static bool IsThousands(ReadOnlySpan<char> text, int start) =>
        start >= 2 && char.IsAsciiDigit(text[start - 2]) && start + 3 <= text.Length && (start + 3 == text.Length || !char.IsAsciiDigit(text[start + 3]));

    private static bool DigitInWordBefore(ReadOnlySpan<char> text, int end)
    {
        for (var i = end - 1; i >= 0 && i >= end - Reach && char.IsAsciiLetterOrDigit(text[i]); i--)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool DigitInWordAfter(ReadOnlySpan<char> text, int start)
    {
        for (var i = start; i < text.Length && i < start + Reach && char.IsAsciiLetterOrDigit(text[i]); i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
