namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>Recognises one <see cref="Format"/>.</summary>
internal sealed class FormatRecogniser : WordRecogniser
{
    private const int LongestCompact = 40;

    // A text that is nothing but a number with the right check digit: a form's field, a tool's argument.
    private const float WholeText = .5f;

    // Identifiers are printed in capitals; words with a digit in them that are not, are mostly names in code.
    private const float LowerCase = .6f;

    private readonly Format _format;

    // The letters before the first separator, if the mask begins with letters alone: the word with the digit is then the second.
    private readonly int _letters;
    private readonly bool _lettersCount;
    private readonly bool[] _wanted = new bool[3 * (LongestWord + 1)];

    public FormatRecogniser(Format format)
        : base(format.Type)
    {
        _format = format;
        var mask = format.Mask;
        _lettersCount = mask.AsSpan().ContainsAnyInRange('A', 'Z');
        var firstSeparator = mask.AsSpan().IndexOfAny('~', '_');
        if (firstSeparator > 0 && !mask.AsSpan(0, firstSeparator).ContainsAny('9', 'X'))
        {
            _letters = firstSeparator;
            WantWordsFrom(firstSeparator + 1);
        }

        WantWordsFrom(0);
    }

    public override bool Wants(WordShape shape, int length) => _wanted[((int)shape * (LongestWord + 1)) + length];

    public override void Look(in PiiSearch search, Word word)
    {
        if (Try(search, word.Start) || _letters == 0)
        {
            return;
        }

        var start = word.Start - _letters - 1;
        if (start >= 0)
        {
            Try(search, start);
        }
    }

    private bool Try(in PiiSearch search, int start)
    {
        var text = search.Text;
        Span<char> compact = stackalloc char[LongestCompact];
        var end = Match(text, start, compact, out var length, out var grouped);
        if (end < 0 || !Edges.Stand(text, start, end))
        {
            return false;
        }

        compact = compact[..length];
        if (_format.Shape is { } shape && !shape(compact))
        {
            return false;
        }

        var right = _format.Check is not { } check || check(compact);
        var score = right ? Alone(text[start..end], grouped) : 0;
        var near = right ? _format.Scores.Near : _format.Scores.Wrong;
        if (near > score && _format.Words.Near(text, start, end))
        {
            score = near;
        }
        else if (right && score < WholeText && _format.Check is not null && search.IsAll(start, end))
        {
            score = WholeText;
        }

        search.Report(start, end, _format.Type, score);
        return score > 0;
    }

    private float Alone(ReadOnlySpan<char> piece, bool grouped)
    {
        var score = grouped ? _format.Scores.Grouped : _format.Scores.Bare;
        return _lettersCount && score < 1 && piece.ContainsAnyInRange('a', 'z') ? score * LowerCase : score;
    }

    /// <summary>Where the match ends, or -1.</summary>
    private int Match(ReadOnlySpan<char> text, int start, Span<char> compact, out int length, out bool grouped)
    {
        length = 0;
        grouped = false;
        var at = start;
        var separator = '\0';
        foreach (var m in _format.Mask)
        {
            var c = at < text.Length ? text[at] : '\0';
            if (m is '~' or '_')
            {
                var stands = _format.Separators.Contains(c, StringComparison.Ordinal);
                if (m == '_' && !stands)
                {
                    return -1;
                }

                // The first place decides for all of them.
                if (separator == '\0')
                {
                    separator = stands ? c : '\u0001';
                }
                else if (stands ? separator != c : separator != '\u0001')
                {
                    return -1;
                }

                grouped |= stands;
                at += stands ? 1 : 0;
                continue;
            }

            if (!Fits(m, c))
            {
                return -1;
            }

            compact[length++] = char.ToUpperInvariant(c);
            at++;
        }

        return at;
    }

    private static bool Fits(char mask, char c) => mask switch
    {
        '9' => char.IsAsciiDigit(c),
        'A' => char.IsAsciiLetter(c),
        'X' => char.IsAsciiLetterOrDigit(c),
        _ => char.ToUpperInvariant(c) == mask,
    };

    /// <summary>Notes the shapes that the first word can have, where the mask is matched from <paramref name="from"/>.</summary>
    private void WantWordsFrom(int from)
    {
        bool digits = true, letters = true, digitFirst = true, letterFirst = true;
        var length = 0;
        for (var i = from; i <= _format.Mask.Length; i++)
        {
            var m = i < _format.Mask.Length ? _format.Mask[i] : '_';
            if (m is '~' or '_' || !char.IsAsciiLetterOrDigit(m))
            {
                Note(WordShape.Digits, digits);
                Note(WordShape.DigitFirst, digitFirst);
                Note(WordShape.LetterFirst, letterFirst && !letters);
                if (m != '~')
                {
                    return;
                }

                continue;
            }

            var digit = m is '9' or 'X' || char.IsAsciiDigit(m);
            var letter = m == 'X' || char.IsAsciiLetter(m);
            if (length == 0)
            {
                digitFirst = digit;
                letterFirst = letter;
            }

            digits &= digit;
            letters &= letter && m != 'X';
            length++;
        }

        void Note(WordShape shape, bool possible) => _wanted[((int)shape * (LongestWord + 1)) + length] |= possible && length > 0;
    }
}
