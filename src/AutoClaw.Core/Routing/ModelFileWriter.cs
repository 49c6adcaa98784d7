using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AutoClaw.Core.Routing;

/// <summary>Writes the parts of a model file: each as its length in bytes and its values.</summary>
internal sealed class ModelFileWriter
{
    private readonly ArrayBufferWriter<byte> _file = new();

    public void Raw(ReadOnlySpan<byte> bytes) => _file.Write(bytes);

    public void Floats(ReadOnlySpan<float> values) => Bytes(MemoryMarshal.AsBytes(values));

    public void Bytes(ReadOnlySpan<byte> values)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_file.GetSpan(sizeof(int)), values.Length);
        _file.Advance(sizeof(int));
        _file.Write(values);
    }

    /// <summary>The whole file, closed by its XXH64.</summary>
    public byte[] Signed()
    {
        var file = new byte[_file.WrittenCount + sizeof(ulong)];
        _file.WrittenSpan.CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(_file.WrittenCount), XxHash64.HashToUInt64(_file.WrittenSpan));
        return file;
    }
}
