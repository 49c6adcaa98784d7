using System.Runtime.CompilerServices;

namespace AutoClaw.Core.Routing;

/// <summary>What <see cref="FeatureExtractor"/> counted in the clipped text.</summary>
internal struct TextStatistics
{
    public int Bytes;
    public int Words;
    public int WordBytes;
    public int LongWords;
    public int Numbers;
    public int OptionLines;
    public int IndentedLines;
    public int BulletLines;
    public int Fences;
    public int Blanks;

    /// <summary>Words by class of <see cref="Lexicon"/>.</summary>
    public WordCounts WordClasses;

    public int Upper;
    public int Digits;
    public int NewLines;
    public int Operators;
    public int Brackets;
    public int Tex;
    public int SentenceEnds;
    public int Quotes;

    public int QuestionMarks;
    public int Commas;
    public int LatinExtended;
    public int Greek;
    public int Cyrillic;
    public int Semitic;
    public int EastAsian;
    public int OtherScript;

    /// <summary>Adds the packed counters of at most <see cref="ByteClass.SpillEvery"/> bytes.</summary>
    public void Spill(ulong a, ulong b)
    {
        Upper += (byte)a;
        Digits += (byte)(a >> 8);
        NewLines += (byte)(a >> 16);
        Operators += (byte)(a >> 24);
        Brackets += (byte)(a >> 32);
        Tex += (byte)(a >> 40);
        SentenceEnds += (byte)(a >> 48);
        Quotes += (byte)(a >> 56);

        QuestionMarks += (byte)b;
        Commas += (byte)(b >> 8);
        LatinExtended += (byte)(b >> 16);
        Greek += (byte)(b >> 24);
        Cyrillic += (byte)(b >> 32);
        Semitic += (byte)(b >> 40);
        EastAsian += (byte)(b >> 48);
        OtherScript += (byte)(b >> 56);
    }

    [InlineArray(Lexicon.Classes)]
    public struct WordCounts
    {
        private int _first;
    }
}
