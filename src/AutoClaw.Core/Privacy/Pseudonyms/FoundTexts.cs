using System.Buffers;
using System.Text;
using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Hands the texts of one request to the scan, and keeps where in the body it has found something.</summary>
internal sealed class FoundTexts(PiiScan scan)
{
    // A longer name is no word that says what a value is.
    private const int LongestContext = 64;

    private readonly List<PiiSpan> _spans = [];
    private readonly List<RequestFinding> _findings = [];
    private TextLayers _layers = null!;
    private char[] _chars = [];

    public IReadOnlyList<RequestFinding> Findings => _findings;

    public void Begin(TextLayers layers)
    {
        _layers = layers;
        _findings.Clear();
    }

    public void End()
    {
        if (_chars.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_chars);
            _chars = [];
        }
    }

    public void AddText(int layer, ByteRange inside, ByteRange name) => Scan(layer, inside, name, FindingPlace.Text);

    public void AddName(int layer, ByteRange inside)
    {
        if (inside.IsPresent)
        {
            Scan(layer, inside, default, FindingPlace.Name);
        }
    }

    /// <summary>A part of a number can't be replaced: all of it is found.</summary>
    public void AddNumber(int layer, ByteRange token, ByteRange name)
    {
        var (length, context) = Read(layer, token, name);
        if (ScanChars(context, length))
        {
            var whole = _layers.ToBody(layer, token.Start, token.End);
            foreach (var span in _spans)
            {
                _findings.Add(new RequestFinding(whole, span.Type, span.Score, FindingPlace.Number, layer));
            }
        }
    }

    /// <summary>A file in Base64: read if it is text.</summary>
    public void AddEncoded(int layer, ByteRange inside, ReadOnlySpan<byte> content, ReadOnlySpan<byte> type)
    {
        if (!RequestMedia.IsText(type))
        {
            return;
        }

        var utf8 = ArrayPool<byte>.Shared.Rent(content.Length + 4);
        var length = RequestMedia.Decode(content, utf8);
        Reserve(length);
        if (ScanChars(0, Encoding.UTF8.GetChars(utf8.AsSpan(0, length), _chars)))
        {
            var whole = _layers.ToBody(layer, inside.Start, inside.End);
            foreach (var span in _spans)
            {
                _findings.Add(new RequestFinding(whole, span.Type, span.Score, FindingPlace.Encoded, layer + 1));
            }
        }

        ArrayPool<byte>.Shared.Return(utf8);
    }

    private void Scan(int layer, ByteRange inside, ByteRange name, FindingPlace place)
    {
        var (length, context) = Read(layer, inside, name);
        if (!ScanChars(context, length))
        {
            return;
        }

        // Of each kind one, so that stretches which overlap do not send either back to the text's beginning.
        var (starts, ends) = (new RawOffsets(utf8: false), new RawOffsets(utf8: false));
        var raw = inside.Of(_layers.Of(layer));
        foreach (var span in _spans)
        {
            var start = inside.Start + starts.Of(raw, span.Start - context, isEnd: false);
            var end = inside.Start + ends.Of(raw, span.End - context, isEnd: true);
            _findings.Add(new RequestFinding(_layers.ToBody(layer, start, end), span.Type, span.Score, place, layer + 1));
        }
    }

    // The text with its name before it: the length of both, and of what is the name's.
    private (int Length, int Context) Read(int layer, ByteRange inside, ByteRange name)
    {
        var bytes = _layers.Of(layer);
        var context = 0;
        Reserve(inside.Length + (LongestContext * 2) + 2);
        if (name.IsPresent && name.Length <= LongestContext)
        {
            Span<char> word = stackalloc char[LongestContext];
            var letters = word[..EscapedText.Decode(name.Of(bytes), word)];
            for (var i = 0; i < letters.Length; i++)
            {
                // "dateOfBirth" and "date_of_birth" are what a person would write as three words.
                if (i > 0 && char.IsLower(letters[i - 1]) && char.IsUpper(letters[i]))
                {
                    _chars[context++] = ' ';
                }

                _chars[context++] = letters[i] is '_' or '-' or '.' ? ' ' : letters[i];
            }

            _chars[context++] = ':';
            _chars[context++] = ' ';
        }

        return (context + EscapedText.Decode(inside.Of(bytes), _chars.AsSpan(context)), context);
    }

    private void Reserve(int length)
    {
        if (_chars.Length < length)
        {
            End();
            _chars = ArrayPool<char>.Shared.Rent(length);
        }
    }

    // Leaves what was found in order, whole characters only, without what is the context's; false where that is nothing.
    private bool ScanChars(int context, int length)
    {
        _spans.Clear();
        scan(_chars.AsSpan(0, length), _spans);
        if (_spans.Count == 0)
        {
            return false;
        }

        for (var i = 0; i < _spans.Count; i++)
        {
            _spans[i] = _spans[i] with { Start = Math.Max(_spans[i].Start, context), End = Math.Min(_spans[i].End, length) };
        }

        _spans.RemoveAll(static span => span.Start >= span.End);
        _spans.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.End.CompareTo(b.End));
        for (var i = 0; i < _spans.Count; i++)
        {
            _spans[i] = Whole(_spans[i], context, length);
        }

        return _spans.Count > 0;
    }

    private PiiSpan Whole(PiiSpan span, int context, int length)
    {
        var text = _chars.AsSpan(0, length);
        var start = span.Start > context && char.IsLowSurrogate(text[span.Start]) && char.IsHighSurrogate(text[span.Start - 1]) ? span.Start - 1 : span.Start;
        var end = span.End < length && char.IsLowSurrogate(text[span.End]) && char.IsHighSurrogate(text[span.End - 1]) ? span.End + 1 : span.End;
        return span with { Start = start, End = end };
    }
}
