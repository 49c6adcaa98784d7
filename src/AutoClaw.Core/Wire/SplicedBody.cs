namespace AutoClaw.Core.Wire;

/// <summary>
/// A request body with a few places replaced: what is not replaced travels as the client wrote it, byte for byte. Segments point into
/// the original, so a large prompt is never copied.
/// </summary>
public readonly struct SplicedBody
{
    private readonly ReadOnlyMemory<byte>[] _segments;

    private SplicedBody(ReadOnlyMemory<byte>[] segments, long length)
    {
        _segments = segments;
        Length = length;
    }

    /// <summary>Bytes in all.</summary>
    public long Length { get; }

    /// <summary>The body's pieces in order.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Segments => _segments;

    /// <summary>Applies <paramref name="edits"/>, which are sorted by position here and must not overlap.</summary>
    public static SplicedBody Create(ReadOnlyMemory<byte> body, Span<Edit> edits)
    {
        // At most four edits: sorting by hand needs no comparer.
        for (var i = 1; i < edits.Length; i++)
        {
            for (var j = i; j > 0 && edits[j].At < edits[j - 1].At; j--)
            {
                (edits[j], edits[j - 1]) = (edits[j - 1], edits[j]);
            }
        }

        var segments = new ReadOnlyMemory<byte>[(edits.Length * 2) + 1];
        var position = 0;
        var count = 0;
        foreach (var edit in edits)
        {
            segments[count++] = body[position..edit.At];
            segments[count++] = edit.Insert;
            position = edit.At + edit.Remove;
        }

        segments[count] = body[position..];
        var length = 0L;
        foreach (var segment in segments)
        {
            length += segment.Length;
        }

        return new SplicedBody(segments, length);
    }

    /// <summary>The whole body as one array, for tests and small bodies.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        var position = 0;
        foreach (var segment in _segments)
        {
            segment.Span.CopyTo(all.AsSpan(position));
            position += segment.Length;
        }

        return all;
    }

    /// <summary>One replacement.</summary>
    /// <param name="At">Where it starts.</param>
    /// <param name="Remove">Bytes that go; 0 for an insertion.</param>
    /// <param name="Insert">Bytes that come.</param>
    public readonly record struct Edit(int At, int Remove, ReadOnlyMemory<byte> Insert);
}
