using System.Buffers.Binary;
using System.Text;

namespace AutoClaw.Gateway.Local;

/// <summary>The first bytes of a GGUF file: enough to refuse anything else long before it is all here.</summary>
internal static class GgufPreamble
{
    /// <summary>Magic, version, number of tensors, number of keys.</summary>
    public const int Bytes = 24;

    // Far above any model: the largest published ones have some thousand tensors and some hundred keys.
    private const ulong MostTensors = 1_000_000, MostKeys = 100_000;

    /// <summary>Why a file with these first <see cref="Bytes"/> bytes is no usable GGUF file, as the end of a sentence; null if it may be one.</summary>
    public static string? Problem(ReadOnlySpan<byte> start)
    {
        if (start.Length < Bytes || !start.StartsWith("GGUF"u8))
        {
            return $"it is not a GGUF file{LooksLike(start)}";
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        if (version is not (2 or 3))
        {
            // The version of a big-endian file has its one byte at the other end.
            return (version & 0xFFFF) == 0
                ? "it is a big-endian GGUF file; llama-server needs a little-endian one here"
                : $"it is GGUF version {version}; llama-server reads versions 2 and 3";
        }

        var tensors = BinaryPrimitives.ReadUInt64LittleEndian(start[8..]);
        var keys = BinaryPrimitives.ReadUInt64LittleEndian(start[16..]);
        return tensors is 0 or > MostTensors || keys is 0 or > MostKeys
            ? $"its GGUF header makes no sense ({tensors} tensors, {keys} keys)"
            : null;
    }

    private static string LooksLike(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start).TrimStart();
        return start.IsEmpty ? " (it is empty)"
            : text.StartsWith("version https://git", StringComparison.Ordinal) ? " (it is a Git LFS pointer: the file itself was not fetched)"
            : text.StartsWith('<') ? " (it looks like a web page)"
            : text.StartsWith('{') ? " (it looks like JSON)"
            : text.StartsWith("PK", StringComparison.Ordinal) ? " (it looks like a ZIP archive)"
            : string.Empty;
    }
}
