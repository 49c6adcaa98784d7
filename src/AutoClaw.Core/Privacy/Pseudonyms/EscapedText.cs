using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// The inside of a JSON string, read so that the place of each character stays known. For bytes that a JSON reader has found sound.
/// Halves of characters, which JSON can escape and UTF-8 can't hold, stay halves in UTF-16 and become U+FFFD in UTF-8.
/// </summary>
internal static class EscapedText
{
    // Everything that is more or less than one byte a character: escapes and what is beyond ASCII.
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'\\', .. Enumerable.Range(0x80, 0x80).Select(i => (byte)i)]);

    /// <summary>Bytes at the beginning that are one ASCII character each.</summary>
    public static int PlainLength(ReadOnlySpan<byte> raw)
    {
        var end = raw.IndexOfAny(Special);
        return end < 0 ? raw.Length : end;
    }

    /// <summary>Writes the text; <paramref name="text"/> must be as long as <paramref name="raw"/>.</summary>
    /// <returns>UTF-16 units written.</returns>
    public static int Decode(ReadOnlySpan<byte> raw, Span<char> text)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var escape = raw.IndexOf((byte)'\\');
            var run = escape < 0 ? raw : raw[..escape];
            written += Encoding.UTF8.GetChars(run, text[written..]);
            raw = raw[run.Length..];
            if (escape < 0)
            {
                break;
            }

            raw = raw[Next(raw, out var value)..];
            if (value > char.MaxValue)
            {
                written += new Rune(value).EncodeToUtf16(text[written..]);
            }
            else
            {
                text[written++] = (char)value;
            }
        }

        return written;
    }

    /// <summary>Writes the text in UTF-8; <paramref name="utf8"/> must be as long as <paramref name="raw"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var escape = raw.IndexOf((byte)'\\');
            var run = escape < 0 ? raw : raw[..escape];
            run.CopyTo(utf8[written..]);
            written += run.Length;
            raw = raw[run.Length..];
            if (escape < 0)
            {
                break;
            }

            raw = raw[Next(raw, out var value)..];
            written += RuneOf(value).EncodeToUtf8(utf8[written..]);
        }

        return written;
    }

    /// <summary>UTF-16 units, or bytes of UTF-8, that a character takes.</summary>
    public static int Width(uint value, bool utf8) => utf8 ? RuneOf(value).Utf8SequenceLength : value > char.MaxValue ? 2 : 1;

    /// <summary>Reads one character, two escaped halves as one.</summary>
    /// <param name="raw">Begins with it.</param>
    /// <param name="value">Its code point, or the half that stands alone.</param>
    /// <returns>Bytes that it takes.</returns>
    public static int Next(ReadOnlySpan<byte> raw, out uint value)
    {
        if (raw[0] != (byte)'\\')
        {
            Rune.DecodeFromUtf8(raw, out var rune, out var length);
            value = (uint)rune.Value;
            return length;
        }

        if (raw[1] != (byte)'u')
        {
            value = raw[1] switch
            {
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                var same => same,
            };
            return 2;
        }

        var first = Hex(raw);
        value = first;
        if (char.IsHighSurrogate(first) && raw.Length >= 12 && raw[6] == (byte)'\\' && raw[7] == (byte)'u' && Hex(raw[6..]) is var second && char.IsLowSurrogate(second))
        {
            value = (uint)char.ConvertToUtf32(first, second);
            return 12;
        }

        return 6;
    }

    private static Rune RuneOf(uint value) => Rune.TryCreate(value, out var rune) ? rune : Rune.ReplacementChar;

    private static char Hex(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort code, out var used, 'x') && used == 4
            ? (char)code
            : throw new FormatException("A broken escape in a JSON string.");
}
