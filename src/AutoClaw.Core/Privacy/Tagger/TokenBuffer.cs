namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>
/// The tokens of a stretch of text: runs of letters and digits, line ends, and every other mark by itself. Holds a fixed number, so that
/// memory does not grow with the text.
/// </summary>
internal sealed class TokenBuffer
{
    public const int Capacity = 512;

    /// <summary>Places before the first token and after the last one, so that looking around needs no bounds.</summary>
    public const int Pad = 3;

    /// <summary>A longer run, say of a script without spaces, is cut.</summary>
    private const int MaxToken = 48;

    private const int MaxRun = 12;

    private const int Size = Capacity + (2 * Pad);

    public int Count { get; private set; }

    public int[] Starts { get; } = new int[Size];

    public int[] Ends { get; } = new int[Size];

    /// <summary>A hash of each token in lower case, never 0.</summary>
    public uint[] Words { get; } = new uint[Size];

    /// <summary>The first and last four UTF-16 units of each, in lower case.</summary>
    public ulong[] Heads { get; } = new ulong[Size];

    /// <inheritdoc cref="Heads"/>
    public ulong[] Tails { get; } = new ulong[Size];

    /// <summary>Of <see cref="TokenShape"/>, without <see cref="TokenShape.Foreign"/>.</summary>
    public byte[] Shapes { get; } = new byte[Size];

    public bool[] Foreign { get; } = new bool[Size];

    public WordKinds[] Kinds { get; } = new WordKinds[Size];

    /// <summary>How many words in capitals stand directly before each word in capitals, and after it: a name of several words is told by what is around all of it.</summary>
    public byte[] RunBefore { get; } = new byte[Size];

    /// <inheritdoc cref="RunBefore"/>
    public byte[] RunAfter { get; } = new byte[Size];

    /// <summary>What any word of the run that a token stands in is known as.</summary>
    public WordKinds[] RunKinds { get; } = new WordKinds[Size];

    /// <summary>True where no word of the stretch begins with a capital.</summary>
    public bool IsLower { get; private set; }

    /// <summary>Reads tokens from <paramref name="at"/> on. Gives where the next stretch begins: at a line or sentence end where there is one.</summary>
    public int Fill(ReadOnlySpan<char> text, int at, WordTable words)
    {
        var count = 0;
        var cut = 0;
        while (count < Capacity && NextToken(text, ref at, Pad + count))
        {
            var shape = Shapes[Pad + count];
            if (TokenShape.IsWord(shape))
            {
                Kinds[Pad + count] = words.Of(Words[Pad + count]);
            }

            count++;
            if (count > Capacity / 2 && shape is TokenShape.NewLine or TokenShape.Stop or TokenShape.Mark)
            {
                cut = count;
            }
        }

        if (count == Capacity && cut > 0)
        {
            count = cut;
            at = Ends[Pad + count - 1];
        }

        Count = count;
        Close(Pad + count);
        FindRuns();
        return at;
    }

    /// <summary>To be called again after <see cref="Kinds"/> was changed.</summary>
    public void FindRuns()
    {
        IsLower = true;
        for (var i = Pad; i < Pad + Count;)
        {
            var end = i + 1;
            var kinds = Kinds[i];
            if (TokenShape.HasCapital(Shapes[i]))
            {
                IsLower = false;
                while (end < Pad + Count && end - i < MaxRun && (TokenShape.HasCapital(Shapes[end]) || Joins(end)))
                {
                    kinds |= Kinds[end++];
                }
            }

            for (var at = i; at < end; at++)
            {
                RunBefore[at] = (byte)(at - i);
                RunAfter[at] = (byte)(end - 1 - at);
                RunKinds[at] = kinds;
            }

            i = end;
        }
    }

    /// <summary>A hyphen within a double name, and the stop after an initial.</summary>
    private bool Joins(int at) => TokenShape.HasCapital(Shapes[at + 1]) && at + 1 < Pad + Count
        && (Shapes[at] is TokenShape.Hyphen or TokenShape.Apostrophe ? Starts[at + 1] == Ends[at] : Shapes[at] == TokenShape.Stop && Shapes[at - 1] == TokenShape.OneCapital);

    private void Close(int from)
    {
        Array.Clear(Words, from, Pad);
        Array.Clear(Shapes, from, Pad);
        Array.Clear(Kinds, from, Pad);
    }

    private bool NextToken(ReadOnlySpan<char> text, ref int at, int to)
    {
        var i = at;
        var newLine = -1;
        CharClass kind;
        while (true)
        {
            if (i >= text.Length)
            {
                at = i;
                return newLine >= 0 && Mark(newLine, newLine + 1, '\n', TokenShape.NewLine, to);
            }

            kind = CharClasses.Of(text[i]);
            if (kind == CharClass.NewLine)
            {
                newLine = newLine < 0 ? i : newLine;
            }
            else if (kind != CharClass.Space)
            {
                break;
            }

            i++;
        }

        if (newLine >= 0)
        {
            at = i;
            return Mark(newLine, newLine + 1, '\n', TokenShape.NewLine, to);
        }

        if (kind is CharClass.Other)
        {
            // A surrogate pair is one mark, so that no span parts it.
            var length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            at = i + length;
            return Mark(i, at, text[i], TokenShape.OfPunctuation(text[i]), to);
        }

        at = Word(text, i, kind, to);
        return true;
    }

    private bool Mark(int start, int end, char c, byte shape, int to)
    {
        Starts[to] = start;
        Ends[to] = end;
        Words[to] = c + 1u;
        Heads[to] = c;
        Tails[to] = c;
        Shapes[to] = shape;
        Foreign[to] = false;
        Kinds[to] = WordKinds.None;
        return true;
    }

    private int Word(ReadOnlySpan<char> text, int start, CharClass first, int to)
    {
        var limit = Math.Min(text.Length, start + MaxToken);
        var hash = WordHash.Start;
        ulong head = 0, tail = 0;
        int lower = 0, upper = 0, digits = 0, caseless = 0, joints = 0;
        var foreign = false;
        var i = start;
        for (; i < limit; i++)
        {
            var c = text[i];
            switch (CharClasses.Of(c))
            {
                case CharClass.Lower:
                    lower++;
                    break;
                case CharClass.Upper:
                    upper++;
                    break;
                case CharClass.Digit:
                    digits++;
                    break;
                case CharClass.Caseless:
                    caseless++;
                    break;
                case CharClass.Joint:
                    joints++;
                    break;
                default:
                    goto End;
            }

            foreign |= c >= 128;
            c = WordHash.Lower(c);
            hash = WordHash.Add(hash, c);
            tail = (tail << 16) | c;
            if (i - start < 4)
            {
                head = tail;
            }
        }

        End:
        Starts[to] = start;
        Ends[to] = i;
        Heads[to] = head;
        Tails[to] = tail;
        Foreign[to] = foreign;
        Kinds[to] = WordKinds.None;
        var letters = lower + upper + caseless;
        var shape = joints > 0 ? TokenShape.Identifier
            : digits > 0 ? OfDigits(digits, letters, first)
            : caseless > lower + upper ? TokenShape.Caseless
            : upper == 0 ? TokenShape.Lower
            : letters == 1 ? TokenShape.OneCapital
            : lower == 0 ? TokenShape.Capitals
            : upper == 1 && first == CharClass.Upper ? TokenShape.Capitalised : TokenShape.MixedCase;
        Shapes[to] = shape;

        // A number says little by its digits, except as a year.
        Words[to] = shape is > TokenShape.Digit + 1 and <= TokenShape.ManyDigits
            ? (digits == 4 && text[start] is '1' or '2' ? 2u : 1u) + ((uint)digits << 16)
            : WordHash.Finish(hash);
        return i;
    }

    private static byte OfDigits(int digits, int letters, CharClass first) =>
        letters == 0 ? (byte)Math.Min(TokenShape.Digit + digits - 1, TokenShape.ManyDigits)
        : first == CharClass.Digit ? TokenShape.DigitsThenLetters : TokenShape.LettersThenDigits;
}
