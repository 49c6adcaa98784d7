using System.Buffers;

namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Words that, standing near a piece of text, say what it is. In either case, as a word or as a part of <c>camelCase</c> or <c>snake_case</c>.</summary>
internal sealed class ContextWords
{
    // "Please note my new social security number, as you asked for it yesterday: 078..." is about as far as it gets.
    private const int Before = 72;
    private const int After = 28;

    private readonly SearchValues<string> _any;
    private readonly string[] _words;

    public ContextWords(params string[] words)
    {
        _words = words;
        _any = SearchValues.Create(words, StringComparison.OrdinalIgnoreCase);
    }

    public bool Near(ReadOnlySpan<char> text, int start, int end) =>
        StandIn(text, Math.Max(0, start - Before), start) || StandIn(text, end, Math.Min(text.Length, end + After));

    /// <summary>Whether one stands within <paramref name="distance"/> characters before.</summary>
    public bool StandBefore(ReadOnlySpan<char> text, int start, int distance) => StandIn(text, Math.Max(0, start - distance), start);

    private bool StandIn(ReadOnlySpan<char> text, int from, int to)
    {
        while (from < to && text[from..to].IndexOfAny(_any) is >= 0 and var at)
        {
            from += at;
            if (BeginsWord(text, from) && AnyEndsAsWord(text, from, to))
            {
                return true;
            }

            from++;
        }

        return false;
    }

    private bool AnyEndsAsWord(ReadOnlySpan<char> text, int from, int to)
    {
        foreach (var word in _words)
        {
            if (text[from..to].StartsWith(word, StringComparison.OrdinalIgnoreCase) && EndsWord(text, from + word.Length))
            {
                return true;
            }
        }

        return false;
    }

    private static bool BeginsWord(ReadOnlySpan<char> text, int at) =>
        at == 0 || !char.IsLetter(text[at - 1]) || IsIdeograph(text[at]) || (char.IsLower(text[at - 1]) && char.IsUpper(text[at]));

    private static bool EndsWord(ReadOnlySpan<char> text, int at)
    {
        if (at < text.Length && (text[at] is 's' or 'S') && char.IsLetter(text[at - 1]))
        {
            at++;
        }

        return at >= text.Length || !char.IsLetter(text[at]) || IsIdeograph(text[at]) || (char.IsLower(text[at - 1]) && char.IsUpper(text[at]));
    }

    // Chinese, Japanese and Korean put no space between words, and particles right after them.
    private static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF';
}
