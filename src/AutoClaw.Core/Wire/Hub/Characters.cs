using System.Text;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>
/// Places in a text that comes in pieces. The wires count differently: OpenAI in characters, by which are meant code points, Gemini in
/// bytes of UTF-8, .NET in halves of UTF-16.
/// </summary>
internal sealed class Characters
{
    private readonly List<string> _pieces = [];

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        if (text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            foreach (var letter in text)
            {
                count -= char.IsLowSurrogate(letter) ? 1 : 0;
            }
        }

        return count;
    }

    public void Add(string piece) => _pieces.Add(piece);

    /// <summary>Characters of all pieces together.</summary>
    public int Count() => _pieces.Sum(piece => Count(piece));

    /// <summary>The characters before a byte of UTF-8; all of them where there are not so many bytes.</summary>
    public int AtByte(int bytes) => Walk(bytes, static rune => rune.Utf8SequenceLength, static _ => 1);

    /// <summary>The bytes of UTF-8 before a character; all of them where there are not so many characters.</summary>
    public int BytesAt(int character) => Walk(character, static _ => 1, static rune => rune.Utf8SequenceLength);

    /// <summary>From a character to another.</summary>
    public string Between(int start, int end)
    {
        var text = new StringBuilder();
        var at = 0;
        foreach (var rune in _pieces.SelectMany(piece => piece.EnumerateRunes()))
        {
            if (at >= start && at < end)
            {
                text.Append(rune);
            }

            at++;
        }

        return text.ToString();
    }

    private int Walk(int limit, Func<Rune, int> step, Func<Rune, int> measure)
    {
        var (at, measured) = (0, 0);
        foreach (var piece in _pieces)
        {
            foreach (var rune in piece.EnumerateRunes())
            {
                if (at >= limit)
                {
                    return measured;
                }

                at += step(rune);
                measured += measure(rune);
            }
        }

        return measured;
    }
}
