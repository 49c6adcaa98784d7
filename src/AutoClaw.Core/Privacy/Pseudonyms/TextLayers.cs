using System.Buffers;
using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// JSON inside a JSON string, as arguments of calls are, and inside that again: the bytes of each layer, and where they stand in the body.
/// Layer 0 is the body.
/// </summary>
internal sealed class TextLayers
{
    /// <summary>Deepest layer that is opened; a string in it is only a text.</summary>
    public const int Deepest = 2;

    private readonly Layer[] _layers = [.. Enumerable.Range(0, Deepest + 1).Select(_ => new Layer())];

    public void Begin(ReadOnlyMemory<byte> body) => _layers[0].Bytes = body;

    public ReadOnlySpan<byte> Of(int layer) => _layers[layer].Bytes.Span;

    /// <summary>Unescapes a string of <paramref name="layer"/> into the next one.</summary>
    public void Open(int layer, ByteRange inside)
    {
        var next = _layers[layer + 1];
        if (next.Rented.Length < inside.Length)
        {
            Return(next);
            next.Rented = ArrayPool<byte>.Shared.Rent(inside.Length);
        }

        next.InParent = inside;
        next.Starts = next.Ends = new RawOffsets(utf8: true);
        next.Bytes = next.Rented.AsMemory(0, EscapedText.Unescape(inside.Of(Of(layer)), next.Rented));
    }

    /// <summary>A stretch of a layer in the body.</summary>
    public ByteRange ToBody(int layer, int start, int end)
    {
        for (; layer > 0; layer--)
        {
            var it = _layers[layer];
            var raw = it.InParent.Of(Of(layer - 1));
            start = it.InParent.Start + it.Starts.Of(raw, start, isEnd: false);
            end = it.InParent.Start + it.Ends.Of(raw, end, isEnd: true);
        }

        return new ByteRange(start, end - start);
    }

    public void End()
    {
        _layers[0].Bytes = default;
        foreach (var layer in _layers)
        {
            Return(layer);
        }
    }

    private static void Return(Layer layer)
    {
        if (layer.Rented.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(layer.Rented);
            layer.Rented = [];
        }
    }

    private sealed class Layer
    {
        public ReadOnlyMemory<byte> Bytes;
        public byte[] Rented = [];
        public ByteRange InParent;
        public RawOffsets Starts;
        public RawOffsets Ends;
    }
}
