using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Core.Privacy.Training;

/// <summary>Chooses texts that hold no names: a text that may hold one teaches the wrong thing.</summary>
internal static class PlainTexts
{
    private const WordKinds Names = WordKinds.FirstName | WordKinds.LastName | WordKinds.City | WordKinds.Country | WordKinds.Nationality
        | WordKinds.OrganizationName;

    /// <summary>Everyday words of <paramref name="texts"/> in lower case, for filling forms: none that is known as a name.</summary>
    public static string[] Words(IEnumerable<string> texts, WordTable words, int count)
    {
        var tokens = new TokenBuffer();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            tokens.Fill(text, 0, words);
            for (var i = TokenBuffer.Pad; i < TokenBuffer.Pad + tokens.Count && found.Count < count; i++)
            {
                if (tokens.Shapes[i] == TokenShape.Lower && tokens.Ends[i] - tokens.Starts[i] > 2 && tokens.Kinds[i] == WordKinds.Common)
                {
                    found.Add(text[tokens.Starts[i]..tokens.Ends[i]]);
                }
            }
        }

        return [.. found];
    }

    /// <summary>False for a text with a word that is known as a name, or with two unknown words in capitals side by side.</summary>
    public static bool IsPlain(string text, WordTable words, TokenBuffer tokens)
    {
        var cased = text.Any(char.IsUpper);
        for (var at = 0; at < text.Length;)
        {
            at = tokens.Fill(text, at, words);
            for (var i = TokenBuffer.Pad; i < TokenBuffer.Pad + tokens.Count; i++)
            {
                var capital = TokenShape.HasCapital(tokens.Shapes[i]);
                var common = (tokens.Kinds[i] & WordKinds.Common) != 0;
                var within = tokens.Shapes[i - 1] is TokenShape.Lower or TokenShape.Comma;
                if ((tokens.Kinds[i] & Names) != 0 && (capital || !cased) && (!common || (capital && within)))
                {
                    return false;
                }

                if (capital && !common && tokens.Shapes[i] == TokenShape.Capitalised && tokens.Shapes[i - 1] == TokenShape.Capitalised
                    && (tokens.Kinds[i - 1] & WordKinds.Common) == 0)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
