using System.Buffers;

namespace AutoClaw.Core.Routing;

/// <summary>
/// What a second, slower look at the text finds for the trees: the option list's lengths, the numbers' sizes, symbols and names.
/// Allocates nothing; any bytes are welcome.
/// </summary>
internal struct TextShape
{
    /// <summary>Numbers above this count as this: what matters is that they are large.</summary>
    private const int LargestNumber = 1_000_000_000;

    private static readonly SearchValues<byte> Numeric = SearchValues.Create("0123456789 .,-$%/"u8);

    public int StemBytes;
    public int Options;
    public int LongestOption;
    public int ShortestOption;
    public int OptionsWithDigit;
    public int NumericOptions;
    public int Numbers;
    public int Largest;
    public int Smallest;
    public int Equal;
    public int Backslashes;
    public int Parentheses;
    public int SingleLetters;
    public int Capitals;
    public int Words;
    public int LongestWord;

    private long _optionBytes;
    private long _optionSquares;

    public static TextShape Of(ReadOnlySpan<byte> text)
    {
        TextShape shape = default;
        shape.ShortestOption = int.MaxValue;
        shape.Smallest = int.MaxValue;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (IsOption(line.TrimStart((byte)' '), out var option))
            {
                shape.AddOption(option.Trim((byte)' '));
            }
            else if (shape.Options == 0)
            {
                shape.StemBytes += line.Length + 1;
            }

            shape.Read(line);
        }

        shape.ShortestOption = shape.Options == 0 ? 0 : shape.ShortestOption;
        shape.Smallest = shape.Numbers == 0 ? 0 : shape.Smallest;
        return shape;
    }

    /// <summary>Mean bytes of an option; 0 without options.</summary>
    public readonly int MeanOption => Options == 0 ? 0 : (int)(_optionBytes / Options);

    /// <summary>Standard deviation of the options' bytes.</summary>
    public readonly int OptionSpread
    {
        get
        {
            if (Options == 0)
            {
                return 0;
            }

            var mean = _optionBytes / (float)Options;
            return (int)MathF.Sqrt(Math.Max(0f, (_optionSquares / (float)Options) - (mean * mean)));
        }
    }

    /// <summary><c>A.</c>, <c>(B)</c>, <c>C:</c> and the like, up to J.</summary>
    private static bool IsOption(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> option)
    {
        var at = line.Length > 0 && line[0] == '(' ? 1 : 0;
        var found = line.Length > at + 1 && line[at] is >= (byte)'A' and <= (byte)'J' && line[at + 1] is (byte)'.' or (byte)')' or (byte)':';
        option = found ? line[(at + 2)..] : default;
        return found;
    }

    private void AddOption(ReadOnlySpan<byte> option)
    {
        Options++;
        _optionBytes += option.Length;
        _optionSquares += (long)option.Length * option.Length;
        LongestOption = Math.Max(LongestOption, option.Length);
        ShortestOption = Math.Min(ShortestOption, option.Length);
        OptionsWithDigit += option.ContainsAnyInRange((byte)'0', (byte)'9') ? 1 : 0;
        NumericOptions += option.Length > 0 && !option.ContainsAnyExcept(Numeric) ? 1 : 0;
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var b = line[i];
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                i = Number(line, i) - 1;
            }
            else if (IsLetter(b))
            {
                i = Word(line, i) - 1;
            }
            else
            {
                Equal += b == '=' ? 1 : 0;
                Backslashes += b == '\\' ? 1 : 0;
                Parentheses += b == '(' ? 1 : 0;
            }
        }
    }

    private int Number(ReadOnlySpan<byte> line, int at)
    {
        var value = 0L;
        var fraction = false;
        for (; at < line.Length; at++)
        {
            var b = line[at];
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                value = fraction ? value : Math.Min(LargestNumber, (10 * value) + (b - '0'));
            }
            else if (b is (byte)'.' or (byte)',' && at + 1 < line.Length && line[at + 1] is >= (byte)'0' and <= (byte)'9')
            {
                fraction |= b == '.';
            }
            else
            {
                break;
            }
        }

        Numbers++;
        Largest = Math.Max(Largest, (int)value);
        Smallest = Math.Min(Smallest, (int)value);
        return at;
    }

    private int Word(ReadOnlySpan<byte> line, int start)
    {
        var at = start + 1;
        while (at < line.Length && IsLetter(line[at]))
        {
            at++;
        }

        var length = at - start;
        Words++;
        LongestWord = Math.Max(LongestWord, length);
        var first = line[start];
        SingleLetters += length == 1 && (first | 0x20) is not ('a' or 'i') ? 1 : 0;
        Capitals += length > 1 && start > 0 && line[start - 1] == ' ' && first is >= (byte)'A' and <= (byte)'Z' ? 1 : 0;
        return at;
    }

    private static bool IsLetter(byte b) => (b | 0x20) is >= 'a' and <= 'z' || b >= 0x80;
}
