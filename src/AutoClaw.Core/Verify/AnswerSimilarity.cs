using System.Text;

namespace AutoClaw.Core.Verify;

/// <summary>How much two answers to one prompt say the same.</summary>
public static class AnswerSimilarity
{
    /// <summary>
    /// 1 or 0 where both come down to a final answer (<see cref="FinalAnswerFinder"/>) that is equal or not. Otherwise the F1 of their word
    /// sets: twice the words in both over the words of each, 0 to 1. Words are runs of letters and digits, case aside; scripts without spaces
    /// between words are compared by the character. Two empty answers are no agreement: 0.
    /// </summary>
    public static double Between(string one, string other)
    {
        if (FinalAnswerFinder.Find(one) is { } answer && FinalAnswerFinder.Find(other) is { } second)
        {
            return answer == second ? 1 : 0;
        }

        var words = Words(one);
        var others = Words(other);
        var all = words.Count + others.Count;
        if (all == 0)
        {
            return 0;
        }

        words.IntersectWith(others);
        return 2.0 * words.Count / all;
    }

    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                Take(word, words);
            }
            else if (IsWord(rune))
            {
                Take(word, words);
                words.Add(rune.ToString());
            }
            else
            {
                word.Append(rune.ToString());
            }
        }

        Take(word, words);
        return words;
    }

    // Han, kana and the scripts of the south-east of Asia: no spaces tell the words apart.
    private static bool IsWord(Rune rune) => rune.Value is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);

    private static void Take(StringBuilder word, HashSet<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
