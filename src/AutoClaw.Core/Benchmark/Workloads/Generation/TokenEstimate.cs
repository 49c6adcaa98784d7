namespace AutoClaw.Core.Benchmark.Workloads.Generation;

/// <summary>
/// About how many tokens a generated text has, so that prompts come out at their nominal length without a tokenizer. Fitted to the o200k
/// encoding on these texts: common words are one token, invented ones about one for each two and a half letters, digits one for each three.
/// </summary>
internal static class TokenEstimate
{
    public static double Of(ReadOnlySpan<char> text)
    {
        var tokens = 0.0;
        for (var i = 0; i < text.Length;)
        {
            var start = i++;
            if (char.IsAsciiLetter(text[start]))
            {
                while (i < text.Length && char.IsAsciiLetter(text[i]))
                {
                    i++;
                }

                var length = i - start;
                tokens += char.IsAsciiLetterUpper(text[start]) && length > 4 && (start < 2 || text[start - 2] is not ('.' or '\n')) ? length / 2.6 : length > 10 ? 1.2 : 1.02;
            }
            else if (char.IsAsciiDigit(text[start]))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    i++;
                }

                // A digit after a space costs a token for the space.
                tokens += Math.Ceiling((i - start) / 3.0) + (start > 0 && text[start - 1] == ' ' ? 1 : 0);
            }
            else if (text[start] is not (' ' or '\n'))
            {
                tokens += 0.9;
            }
            else if (text[start] == '\n')
            {
                tokens += 0.4;
            }
        }

        return tokens;
    }
}
