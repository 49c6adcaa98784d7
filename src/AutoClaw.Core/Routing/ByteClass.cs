namespace AutoClaw.Core.Routing;

/// <summary>
/// Per-byte tables for the extractor: the ASCII-folded byte, and counters packed eight to a word so that one addition a byte
/// counts all classes. A packed counter holds 255, so the caller spills at least every 255 bytes.
/// </summary>
internal static class ByteClass
{
    /// <summary>Bytes that may be counted before the packed counters must be spilled.</summary>
    public const int SpillEvery = 255;

    /// <summary>Letters folded to lower case, white space and control bytes to a space, all else as it is.</summary>
    public static ReadOnlySpan<byte> Fold => FoldTable;

    /// <summary>1 for bytes that belong to a word: letters, digits, bytes of a multi-byte character.</summary>
    public static ReadOnlySpan<byte> Word => WordTable;

    /// <summary>Packed increments: upper, digit, newline, operator, bracket, TeX, sentence end, quote.</summary>
    public static ReadOnlySpan<ulong> CountsA => CountsATable;

    /// <summary>Packed increments: question mark, comma, Latin extended, Greek, Cyrillic, Semitic, East Asian, other scripts.</summary>
    public static ReadOnlySpan<ulong> CountsB => CountsBTable;

    private static readonly byte[] FoldTable = Build(static b =>
        b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b is < 0x21 or 0x7F ? (byte)' ' : b);

    private static readonly byte[] WordTable = Build(static b =>
        (byte)(b >= 0x80 || char.IsAsciiLetterOrDigit((char)b) ? 1 : 0));

    private static readonly ulong[] CountsATable = Pack(
        static c => char.IsAsciiLetterUpper(c),
        static c => char.IsAsciiDigit(c),
        static c => c == '\n',
        static c => "+-*/=<>^%|&~".Contains(c),
        static c => "{}[]()".Contains(c),
        static c => "\\$_".Contains(c),
        static c => ".!?;".Contains(c),
        static c => "\"`'".Contains(c));

    private static readonly ulong[] CountsBTable = Pack(
        static c => c == '?',
        static c => c == ',',
        static c => c is >= (char)0xC3 and <= (char)0xCA,
        static c => c is (char)0xCE or (char)0xCF,
        static c => c is >= (char)0xD0 and <= (char)0xD3,
        static c => c is >= (char)0xD6 and <= (char)0xDB,
        static c => c is >= (char)0xE3 and <= (char)0xED,
        static c => c is (char)0xC2 or >= (char)0xE0 and <= (char)0xE2 or >= (char)0xEE);

    private static byte[] Build(Func<byte, byte> map)
    {
        var table = new byte[256];
        for (var b = 0; b < 256; b++)
        {
            table[b] = map((byte)b);
        }

        return table;
    }

    private static ulong[] Pack(params Func<char, bool>[] classes)
    {
        var table = new ulong[256];
        for (var b = 0; b < 256; b++)
        {
            for (var k = 0; k < classes.Length; k++)
            {
                table[b] |= classes[k]((char)b) ? 1UL << (8 * k) : 0;
            }
        }

        return table;
    }
}
