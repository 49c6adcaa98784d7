namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// Finds places of a text in the JSON string that it was read from. Asked in order it walks the string once, however many places there are.
/// </summary>
/// <param name="utf8">Places are counted in bytes of UTF-8, else in UTF-16 units.</param>
internal struct RawOffsets(bool utf8)
{
    private int _raw;
    private int _text;

    /// <param name="raw">The string's inside, always the same.</param>
    /// <param name="offset">In the text.</param>
    /// <param name="isEnd">Of a stretch: where it cuts a character in two, all of it is meant.</param>
    public int Of(ReadOnlySpan<byte> raw, int offset, bool isEnd)
    {
        if (offset < _text)
        {
            (_raw, _text) = (0, 0);
        }

        while (_text < offset)
        {
            var rest = raw[_raw..];
            var step = Math.Min(EscapedText.PlainLength(rest), offset - _text);
            if (step > 0)
            {
                (_raw, _text) = (_raw + step, _text + step);
                continue;
            }

            var length = EscapedText.Next(rest, out var value);
            var width = EscapedText.Width(value, utf8);
            if (_text + width > offset)
            {
                return isEnd ? _raw + length : _raw;
            }

            (_raw, _text) = (_raw + length, _text + width);
        }

        return _raw;
    }
}
