using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Where places of a text with placeholders are once the values are back, in characters.</summary>
internal sealed class TextShifts
{
    private readonly List<(int Start, int End, int To, int ToEnd)> _replaced = [];
    private int _at;
    private int _to;

    /// <summary>A stretch that stays as it is.</summary>
    public void Pass(ReadOnlySpan<char> text)
    {
        var count = Characters.Count(text);
        (_at, _to) = (_at + count, _to + count);
    }

    /// <param name="length">Of the placeholder.</param>
    /// <param name="value">What comes in its place.</param>
    public void Replace(int length, string value)
    {
        var count = Characters.Count(value);
        _replaced.Add((_at, _at + length, _to, _to + count));
        (_at, _to) = (_at + length, _to + count);
    }

    /// <summary>Where such a place is now. One inside a placeholder is at the value's end nearest to what it means.</summary>
    /// <param name="place">In the text with placeholders.</param>
    /// <param name="isEnd">It ends a stretch.</param>
    public int Of(int place, bool isEnd)
    {
        for (var i = _replaced.Count - 1; i >= 0; i--)
        {
            var (start, end, to, toEnd) = _replaced[i];
            if (place >= end)
            {
                return toEnd + place - end;
            }

            if (place > start)
            {
                return isEnd ? toEnd : to;
            }
        }

        return place;
    }
}
