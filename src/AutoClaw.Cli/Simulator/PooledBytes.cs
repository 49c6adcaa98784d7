using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace AutoClaw.Cli.Simulator;

/// <summary>A growing byte buffer from the shared pool, with the few JSON pieces that answers are made of. Not thread-safe.</summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private byte[] _bytes;
    private int _length;

    public PooledBytes(int capacity = 2048) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    public int Length => _length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    public void Append(long number)
    {
        var span = GetSpan(20);
        Utf8Formatter.TryFormat(number, span, out var written);
        _length += written;
    }

    /// <summary>A JSON number: shortest form that reads back the same.</summary>
    public void Append(double number)
    {
        var span = GetSpan(32);
        number.TryFormat(span, out var written, "R", CultureInfo.InvariantCulture);
        _length += written;
    }

    public void Append(string text)
    {
        var span = GetSpan(text.Length * 3);
        Utf8.FromUtf16(text, span, out _, out var written);
        _length += written;
    }

    /// <summary>The inside of a JSON string: no quotes around it.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var next = text.IndexOfAny(Escaped);
            if (next < 0)
            {
                Append(text);
                return;
            }

            Append(text[..next]);
            AppendEscape(text[next]);
            text = text[(next + 1)..];
        }
    }

    public void Truncate(int length) => _length = length;

    public void Clear() => _length = 0;

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void AppendEscape(byte b)
    {
        switch (b)
        {
            case (byte)'"': Append("\\\""u8); break;
            case (byte)'\\': Append("\\\\"u8); break;
            case (byte)'\n': Append("\\n"u8); break;
            case (byte)'\r': Append("\\r"u8); break;
            case (byte)'\t': Append("\\t"u8); break;
            default:
                Append("\\u00"u8);
                var hex = GetSpan(2);
                Utf8Formatter.TryFormat(b, hex, out var written, new StandardFormat('x', 2));
                _length += written;
                break;
        }
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + more));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
