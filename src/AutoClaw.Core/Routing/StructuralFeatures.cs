using System.Numerics;

namespace AutoClaw.Core.Routing;

/// <summary>
/// The dense half of the feature vector: shares and logarithms of what was counted, and one-hot bins of the most telling ones, so
/// that a linear head can bend. Every value lies within about -1 to 2.
/// </summary>
internal static class StructuralFeatures
{
    /// <summary>Plain values come first, then the bins.</summary>
    public const int Plain = 53;

    private const int Bins = 10;
    private const int Binned = 11;

    public const int Count = Plain + (Binned * Bins);

    /// <summary>Position of the base-2 logarithm of the length in bytes, in <see cref="LengthUnit"/>s.</summary>
    public const int LengthAt = 1;

    public const float LengthUnit = 12f;

    // Positions of what no training row has: ConversationLean weighs them.
    public const int ToolsAt = 36;
    public const int TurnsAt = 37;
    public const int ContextAt = 38;

    public static void Fill(in RouterInput input, in TextStatistics s, Span<float> dense)
    {
        dense[..Count].Clear();
        var bytes = Math.Max(input.TextBytes, input.Text.Length);
        var perByte = 1f / Math.Max(1, s.Bytes);
        var perWord = 1f / Math.Max(1, s.Words);
        var logBytes = Log(bytes);
        var wordLength = s.WordBytes * perWord;

        dense[0] = 1f;
        dense[LengthAt] = logBytes / LengthUnit;
        dense[2] = Log(s.Words) / 10f;
        dense[3] = wordLength / 8f;
        dense[4] = s.LongWords * perWord;
        dense[5] = s.Numbers * perWord;
        dense[6] = s.Upper * perByte * 4f;
        dense[7] = s.Digits * perByte * 4f;
        dense[8] = Log(s.Digits) / 8f;
        dense[9] = s.Operators * perByte * 8f;
        dense[10] = Log(s.Operators) / 8f;
        dense[11] = s.Brackets * perByte * 8f;
        dense[12] = Log(s.Brackets) / 8f;
        dense[13] = Log(s.Tex) / 6f;
        dense[14] = Log(s.NewLines) / 6f;
        dense[15] = Log(s.SentenceEnds) / 6f;
        dense[16] = Log(s.Quotes) / 6f;
        dense[17] = Log(s.Commas) / 6f;
        dense[18] = s.QuestionMarks == 0 ? 1f : 0f;
        dense[19] = s.QuestionMarks > 1 ? 1f : 0f;
        dense[20] = EndsWithQuestion(input.Text) ? 1f : 0f;
        dense[21] = s.OptionLines == 0 ? 0f : 1f;
        dense[22] = s.OptionLines is > 1 and <= 5 ? 1f : 0f;
        dense[23] = s.OptionLines > 5 ? 1f : 0f;
        dense[24] = s.OptionLines / 10f;
        dense[25] = Log(s.IndentedLines) / 5f;
        dense[26] = Log(s.BulletLines) / 5f;
        dense[27] = s.Fences > 0 ? 1f : 0f;
        dense[28] = s.Blanks > 0 ? 1f : 0f;
        dense[29] = s.LatinExtended * perByte * 10f;
        dense[30] = s.Greek * perByte * 4f;
        dense[31] = s.Cyrillic * perByte * 2f;
        dense[32] = s.Semitic * perByte * 2f;
        dense[33] = s.EastAsian * perByte * 3f;
        dense[34] = s.OtherScript * perByte * 10f;
        dense[35] = s.Bytes == 0 ? 1f : 0f;
        dense[ToolsAt] = Log(input.Tools) / 4f;
        dense[TurnsAt] = Log(Math.Max(0, input.Turns - 1)) / 4f;
        dense[ContextAt] = Log(Math.Max(0, input.ConversationBytes - bytes) >> 10) / 8f;
        dense[39] = s.SentenceEnds * perWord * 4f;

        dense[40] = Log(s.Upper) / 8f;
        dense[41] = Log(s.Numbers) / 6f;
        dense[42] = Log(s.Words / Math.Max(1, s.SentenceEnds)) / 6f;
        for (var c = 1; c < Lexicon.Classes; c++)
        {
            dense[41 + (2 * c)] = Log(s.WordClasses[c]) / 5f;
            dense[42 + (2 * c)] = s.WordClasses[c] * perWord * 4f;
        }

        Bin(dense, 0, logBytes - 3f);
        Bin(dense, 1, Log(s.Words));
        Bin(dense, 2, (wordLength - 2.5f) * 2f);
        Bin(dense, 3, s.LongWords * perWord * 20f);
        Bin(dense, 4, Log(s.Digits));
        Bin(dense, 5, s.OptionLines);
        Bin(dense, 6, Log(s.NewLines));
        Bin(dense, 7, Log(s.SentenceEnds) * 1.5f);
        Bin(dense, 9, Log(s.WordClasses[Lexicon.Quantity]) * 2f);
        Bin(dense, 10, Log(s.WordClasses[Lexicon.Condition]) * 2f);
        Bin(dense, 8, Log(s.Operators + s.Tex) * 1.5f);
    }

    private static void Bin(Span<float> dense, int feature, float value) =>
        dense[Plain + (feature * Bins) + Math.Clamp((int)value, 0, Bins - 1)] = 1f;

    /// <summary>Base-2 logarithm of 1 + <paramref name="count"/>, linear between powers of two: monotone, and the same on every machine.</summary>
    public static float Log(int count)
    {
        var n = (uint)Math.Max(0, count) + 1;
        var floor = BitOperations.Log2(n);
        return floor + ((n - (1u << floor)) / (float)(1u << floor));
    }

    private static bool EndsWithQuestion(ReadOnlySpan<byte> text)
    {
        var trimmed = text.TrimEnd(" \t\r\n\"')"u8);
        return !trimmed.IsEmpty && trimmed[^1] == '?';
    }
}
