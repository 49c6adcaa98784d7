using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AutoClaw.Core.Routing;

/// <summary>Reads what <see cref="ModelFileWriter"/> wrote, part by part. Every length is checked before it is used.</summary>
internal ref struct ModelFileReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>The next part; of <paramref name="count"/> values where that is known.</summary>
    /// <exception cref="RouterModelFormatException">The part has another size, or the file ends in it.</exception>
    public float[] Floats(int? count = null) => MemoryMarshal.Cast<byte, float>(Part(count * sizeof(float))).ToArray();

    /// <inheritdoc cref="Floats"/>
    public byte[] Bytes(int? count = null) => Part(count).ToArray();

    /// <exception cref="RouterModelFormatException">More follows.</exception>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw Unfit();
        }
    }

    private ReadOnlySpan<byte> Part(int? expected)
    {
        if (_rest.Length < sizeof(int))
        {
            throw Unfit();
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        if (length < 0 || length > _rest.Length - sizeof(int) || (expected is { } size && size != length))
        {
            throw Unfit();
        }

        var part = _rest.Slice(sizeof(int), length);
        _rest = _rest[(sizeof(int) + length)..];
        return part;
    }

    private static RouterModelFormatException Unfit() => new("The router model file's sizes do not fit this build: a part is longer or shorter than it must be.");
}
