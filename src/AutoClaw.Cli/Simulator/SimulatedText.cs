using System.IO.Hashing;
using System.Text;

namespace AutoClaw.Cli.Simulator;

/// <summary>Plain sentences chosen by a hash, that say of themselves that no model wrote them.</summary>
internal static class SimulatedText
{
    private static readonly byte[] Opening = "This answer is simulated: no model has read your message."u8.ToArray();

    // Quotes, a line break and other scripts are in here on purpose: what relays this text has to escape and count it right.
    private static readonly byte[][] Sentences =
    [
        .. new[]
        {
            " The words are picked by a hash of your prompt.",
            " The same prompt gives the same words again.",
            " A real engine would think about the question here.",
            " These sentences only fill the space of an answer.",
            " Nothing in this text is true or false.",
            " The simulator is fast, cheap and knows nothing.",
            " Please do not quote it.",
            " It counts one token for each word and each mark.",
            " A \"quoted\" word checks the escaping.",
            "\n\nA new paragraph checks the line breaks.",
            " Grüße, 漢字 and 🙂 check the characters.",
            " Connect a local model or a cloud key to get real answers.",
            " Until then this text stands in for them.",
            " A backslash \\ travels unchanged as well.",
            " The numbers 1, 2 and 3 are only numbers.",
            " Somewhere a real model would disagree.",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly int OpeningTokens = SimulatedTokens.Count(Opening);

    private static readonly int[] SentenceTokens = [.. Sentences.Select(static s => SimulatedTokens.Count(s))];

    /// <summary>Exactly <paramref name="tokens"/> tokens of UTF-8 text that ends with a full stop.</summary>
    public static byte[] Write(ulong seed, int tokens)
    {
        using var text = new PooledBytes(Math.Max(256, tokens * 8));
        text.Append(Opening);
        var written = OpeningTokens;
        var state = seed;
        while (written < tokens)
        {
            var next = (int)(Next(ref state) % (ulong)Sentences.Length);
            text.Append(Sentences[next]);
            written += SentenceTokens[next];
        }

        if (written == tokens)
        {
            return text.Written.ToArray();
        }

        var cut = SimulatedTokens.LengthOf(text.Written, tokens - 1);
        text.Truncate(cut);
        text.Append("."u8);
        return text.Written.ToArray();
    }

    /// <summary>A seed for the next of several things made from one prompt.</summary>
    public static ulong Mix(ulong hash, ReadOnlySpan<byte> text) => XxHash3.HashToUInt64(text, unchecked((long)hash));

    /// <summary>SplitMix64: small, seeded, and the same on every machine.</summary>
    public static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 up to, not including, 1.</summary>
    public static double NextUnit(ref ulong state) => (Next(ref state) >> 11) * (1.0 / (1UL << 53));
}
