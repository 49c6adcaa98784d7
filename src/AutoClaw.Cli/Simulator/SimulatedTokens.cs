namespace AutoClaw.Cli.Simulator;

/// <summary>
/// The simulator's token: a run of letters, digits and non-ASCII characters, cut after <see cref="MaxBytes"/> bytes, or one punctuation
/// character. White space counts nothing and travels with the token after it. Prompts and answers are counted alike, so a test can
/// add up what went over the wire and compare it to the token.
/// </summary>
internal static class SimulatedTokens
{
    /// <summary>A longer word is several tokens; most English words are one.</summary>
    public const int MaxBytes = 12;

    /// <summary>What a chat template adds around each message.</summary>
    public const int PerMessage = 4;

    /// <summary>What a chat template adds at the end, to make the model speak.</summary>
    public const int PerPrompt = 3;

    /// <summary>One image part, whatever its size.</summary>
    public const int PerImage = 85;

    /// <summary>Tokens in plain UTF-8 text.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        var run = 0;
        foreach (var b in text)
        {
            if (IsWord(b))
            {
                if (run == 0 || (run >= MaxBytes && !IsContinuation(b)))
                {
                    count++;
                    run = 0;
                }

                run++;
            }
            else
            {
                run = 0;
                if (!IsSpace(b))
                {
                    count++;
                }
            }
        }

        return count;
    }

    /// <summary>
    /// The end of the token that starts at <paramref name="start"/>, white space before it included; trailing white space belongs to
    /// the last token. Joining the pieces gives the text back.
    /// </summary>
    public static int NextEnd(ReadOnlySpan<byte> text, int start)
    {
        var i = start;
        while (i < text.Length && IsSpace(text[i]))
        {
            i++;
        }

        if (i < text.Length && !IsWord(text[i]))
        {
            i++;
        }
        else
        {
            var word = i;
            while (i < text.Length && IsWord(text[i]) && (i - word < MaxBytes || IsContinuation(text[i])))
            {
                i++;
            }
        }

        var rest = i;
        while (rest < text.Length && IsSpace(text[rest]))
        {
            rest++;
        }

        return rest == text.Length ? rest : i;
    }

    /// <summary>The length in bytes of the first <paramref name="tokens"/> tokens.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text, int tokens)
    {
        var end = 0;
        for (var i = 0; i < tokens && end < text.Length; i++)
        {
            end = NextEnd(text, end);
        }

        return end;
    }

    private static bool IsWord(byte b) => b >= 0x80 || char.IsAsciiLetterOrDigit((char)b);

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    // A cut inside a UTF-8 sequence would send a broken string.
    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;
}
