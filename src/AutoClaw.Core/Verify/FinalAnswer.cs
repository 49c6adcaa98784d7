using System.Globalization;
using System.Text;

namespace AutoClaw.Core.Verify;

/// <summary>
/// What an answer comes down to, in a form in which equal answers are equal values: <c>$1,080.00</c>, <c>1080</c> and <c>1080 dollars</c>
/// are one number, <c>(b)</c>, <c>B.</c> and <c>B) mitosis</c> one letter, and texts differ in more than case, spaces and quotes.
/// </summary>
/// <param name="Kind">Answers of different kinds are never equal.</param>
/// <param name="Text">The normal form.</param>
public readonly record struct FinalAnswer(AnswerKind Kind, string Text)
{
    // Longer than any number that two engines would agree on, and than any unit behind one.
    private const int LongestNumber = 28;
    private const int LongestUnit = 24;

    /// <summary>The normal form of a final answer that stands alone; null if there is nothing in it.</summary>
    public static FinalAnswer? Normalise(ReadOnlySpan<char> answer)
    {
        var text = Strip(answer);
        if (text.IsEmpty)
        {
            return null;
        }

        return LetterOf(text) is { } letter ? new FinalAnswer(AnswerKind.Letter, letter.ToString())
            : NumberOf(text) is { } number ? new FinalAnswer(AnswerKind.Number, number.ToString("G29", CultureInfo.InvariantCulture))
            : Plain(text) is { Length: > 0 } plain ? new FinalAnswer(AnswerKind.Text, plain)
            : null;
    }

    /// <summary>Takes away spaces, Markdown's emphasis, TeX's dollar signs, quotes and a closing full stop.</summary>
    private static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var stripped = text.Trim(" \t\r\n*_`\"'“”").TrimEnd(".:;,");
            if (stripped is ['$', .. var inner, '$'])
            {
                stripped = inner;
            }

            if (stripped.Length == text.Length)
            {
                return text;
            }

            text = stripped;
        }
    }

    private static char? LetterOf(ReadOnlySpan<char> text)
    {
        if (text is ['(', var inBrackets, ')', ..] && IsLetter(inBrackets))
        {
            return char.ToUpperInvariant(inBrackets);
        }

        if (!IsLetter(text[0]))
        {
            return null;
        }

        // A letter alone in either case; before an option's text only a capital, or "a) ...": "a. b" may be code, "I am" is a sentence.
        return text.Length == 1 || (text[1] == ')' && (text.Length == 2 || text[2] == ' ')) || (char.IsUpper(text[0]) && text is [_, '.' or ':', ' ', ..])
            ? char.ToUpperInvariant(text[0])
            : null;
    }

    private static bool IsLetter(char c) => char.IsAsciiLetter(c);

    private static decimal? NumberOf(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[LongestNumber];
        var length = 0;
        var at = 0;
        var seen = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c is '$' or '€' or '£' && !seen)
            {
                continue;
            }

            // A comma groups digits only where three follow: "1,080", not "(1,2)" nor "3, 4".
            if (c == ',' && seen && IsGroup(text[(at + 1)..]))
            {
                continue;
            }

            if (!(char.IsAsciiDigit(c) || (c is '-' or '+' && length == 0) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
            {
                break;
            }

            if (length == LongestNumber)
            {
                return null;
            }

            seen |= char.IsAsciiDigit(c);
            digits[length++] = c;
        }

        return seen && IsUnit(text[at..]) && decimal.TryParse(digits[..length], NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static bool IsGroup(ReadOnlySpan<char> rest) =>
        rest.Length >= 3 && char.IsAsciiDigit(rest[0]) && char.IsAsciiDigit(rest[1]) && char.IsAsciiDigit(rest[2])
        && (rest.Length == 3 || !char.IsAsciiDigit(rest[3]));

    // "18", "18 dollars", "40%", "12 km per hour"; not "7/2", "3x" or "2 and 4".
    private static bool IsUnit(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest is "%" or "\\%")
        {
            return true;
        }

        if (rest[0] != ' ' || rest.Length > LongestUnit)
        {
            return false;
        }

        foreach (var c in rest)
        {
            if (!char.IsLetter(c) && c is not (' ' or '%' or '.' or '²' or '³' or '°'))
            {
                return false;
            }
        }

        return !rest.StartsWith(" and ", StringComparison.Ordinal) && !rest.StartsWith(" or ", StringComparison.Ordinal);
    }

    // Spaces go altogether: "(1, 'a')" and "(1,'a')" are one value.
    private static string Plain(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                plain.Append(c == '"' ? '\'' : char.ToLowerInvariant(c));
            }
        }

        return plain.ToString();
    }
}
