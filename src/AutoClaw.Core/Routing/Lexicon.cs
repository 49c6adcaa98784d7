using System.Text;

namespace AutoClaw.Core.Routing;

/// <summary>
/// Small closed classes of English words that structure counts: what is asked for, how quantities hang together, what is conditional.
/// Looked up by the word's hash, which the extractor has at hand; one table read a word.
/// </summary>
internal static class Lexicon
{
    /// <summary>Classes, 0 (no class) included.</summary>
    public const int Classes = 6;

    public const int Instruction = 1;
    public const int Quantity = 2;
    public const int Condition = 3;
    public const int QuestionWord = 4;
    public const int Personal = 5;

    private const int Bits = 11;

    private static readonly string[] Words =
    [
        "",
        "write create design implement explain prove derive compare analyze analyse summarize summarise translate refactor optimize build develop generate draft describe evaluate calculate compute determine find show solve list give provide fix debug convert rewrite propose outline discuss",
        "half third quarter twice double triple times percent fraction ratio average total sum remaining remainder left rest more less fewer than each every per altogether combined difference product split equally increase decrease increased decreased discount profit cost costs costing rate speed",
        "if then unless except assume suppose given such only must not without after before while until when because however although whether at least most both either neither",
        "what why how which who whom whose where when",
        "i my me we our us you your please can could would",
    ];

    private static readonly uint[] Hashes = new uint[1 << Bits];
    private static readonly byte[] ClassOf = Build();

    /// <summary>The class of the word with this hash; 0 for all others.</summary>
    public static int Class(uint hash)
    {
        var at = Index(hash);
        return Hashes[at] == hash ? ClassOf[at] : 0;
    }

    private static int Index(uint hash) => (int)((hash * 0x9E3779B1) >> (32 - Bits));

    private static byte[] Build()
    {
        var classes = new byte[1 << Bits];
        for (var c = 1; c < Classes; c++)
        {
            foreach (var word in Words[c].Split(' '))
            {
                var hash = FeatureExtractor.HashWord(Encoding.ASCII.GetBytes(word));

                // First come, first kept, so that a word in two lists and a collision both have one fixed answer.
                if (classes[Index(hash)] == 0)
                {
                    Hashes[Index(hash)] = hash;
                    classes[Index(hash)] = (byte)c;
                }
            }
        }

        return classes;
    }
}
