using System.Buffers;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>
/// The shape of the last chunk that was parsed. The chunks of one answer differ in their piece of text and in nothing else, so two
/// comparisons tell what parsing would; anything that does not match to the byte is parsed.
/// </summary>
public sealed class ChunkTemplate
{
    // Quotes, escapes and control characters: a text with one of them goes the long way.
    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private readonly List<byte> _chunk = [];
    private ByteRange _text;

    /// <summary>Remembers a chunk that has been parsed. One that is more than text forgets the shape.</summary>
    public void Learn(ReadOnlySpan<byte> chunk, in ChunkFacts facts)
    {
        _text = facts.PlainText;
        if (_text.IsPresent)
        {
            _chunk.Clear();
            _chunk.AddRange(chunk);
        }
    }

    /// <summary>True if <paramref name="chunk"/> is the remembered one but for its non-empty text.</summary>
    public bool TryMatch(ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!_text.IsPresent)
        {
            return false;
        }

        var known = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_chunk);
        var before = known[.._text.Start];
        var after = known[_text.End..];
        if (chunk.Length <= before.Length + after.Length || !chunk.StartsWith(before) || !chunk.EndsWith(after))
        {
            return false;
        }

        text = chunk[before.Length..^after.Length];
        return !text.ContainsAny(NotPlain);
    }
}
