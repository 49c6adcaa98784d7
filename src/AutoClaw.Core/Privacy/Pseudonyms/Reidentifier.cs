using System.Globalization;
using System.Text;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// Puts values back into one text that comes in pieces, however a placeholder is cut. Holds back the longest end that could begin a
/// placeholder of the request, and nothing else. What only looks like a placeholder stays as it is.
/// </summary>
/// <param name="map">The conversation's.</param>
/// <param name="placeholders">Those of the request.</param>
/// <param name="isJson">The text is JSON, in whose strings values have to be escaped, and in JSON that is in them once more.</param>
public sealed class Reidentifier(PseudonymMap map, PlaceholderSet placeholders, bool isJson = false)
{
    private readonly StringDepth? _depth = isJson ? new StringDepth() : null;
    private string _held = "";

    /// <summary>Something waits for what comes next.</summary>
    public bool IsHolding => _held.Length > 0;

    internal TextShifts Shifts { get; } = new();

    /// <summary>True if such a piece goes out as it is, and then it has been passed.</summary>
    public bool TryPass(ReadOnlySpan<char> piece)
    {
        if (_held.Length > 0 || piece.Contains('['))
        {
            return false;
        }

        Shifts.Pass(piece);
        _depth?.Pass(piece);
        return true;
    }

    /// <summary>Takes the next piece, and adds what can go out.</summary>
    public void Push(ReadOnlySpan<char> piece, StringBuilder output)
    {
        var text = _held.Length == 0 ? piece : string.Concat(_held, piece);
        _held = "";
        while (text.IndexOf('[') is >= 0 and var at)
        {
            Pass(text[..at], output);
            text = text[at..];
            var end = text[..Math.Min(text.Length, Placeholder.MaxLength)].IndexOf(']') + 1;
            if (end == 0 && placeholders.MayBegin(text))
            {
                _held = text.ToString();
                return;
            }

            if (end > 0 && placeholders.Find(text[..end]) is { } placeholder && map.ValueOf(placeholder) is { } value)
            {
                Shifts.Replace(end, value);
                Append(value, output);
                text = text[end..];
            }
            else
            {
                Pass(text[..1], output);
                text = text[1..];
            }
        }

        Pass(text, output);
    }

    /// <summary>The text has ended: adds what was held.</summary>
    public void Flush(StringBuilder output)
    {
        Pass(_held, output);
        _held = "";
    }

    private void Pass(ReadOnlySpan<char> text, StringBuilder output)
    {
        Shifts.Pass(text);
        _depth?.Pass(text);
        output.Append(text);
    }

    private void Append(string value, StringBuilder output)
    {
        // Outside of any string it breaks the JSON either way.
        for (var strings = _depth is null ? 0 : Math.Max(1, _depth.Current); strings > 0; strings--)
        {
            value = Escape(value);
        }

        _depth?.Pass(value);
        output.Append(value);
    }

    private static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length);
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' or '\\' => escaped.Append('\\').Append(letter),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}
