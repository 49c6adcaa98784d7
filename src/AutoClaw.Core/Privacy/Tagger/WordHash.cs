namespace AutoClaw.Core.Privacy.Tagger;

/// <summary>A word's hash in lower case. Weights and word lists are kept by it, so a change makes every model file void.</summary>
internal static class WordHash
{
    public const uint Start = 0x811C9DC5;

    public static char Lower(char c) => c < 128 ? (c - 'A' <= 25u ? (char)(c | 0x20) : c) : char.ToLowerInvariant(c);

    public static uint Add(uint hash, char lower) => (hash ^ lower) * 0x01000193;

    /// <summary>Well mixed, and outside what marks and numbers have.</summary>
    public static uint Finish(uint hash)
    {
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        return (hash ^ (hash >> 13)) | 0x80000000;
    }

    public static uint Of(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var c in word)
        {
            hash = Add(hash, Lower(c));
        }

        return Finish(hash);
    }
}
