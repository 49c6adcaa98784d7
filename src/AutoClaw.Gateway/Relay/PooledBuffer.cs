using System.Buffers;
using Microsoft.Extensions.ObjectPool;

namespace AutoClaw.Gateway.Relay;

/// <summary>A growing run of bytes whose memory is used again. One owner, one thread at a time; dispose it to give it back.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    // One page: a request or a read of an engine's connection is seldom larger.
    private const int InitialBytes = 4096;

    // What a buffer may keep between uses. Larger memory goes back to the shared pool, so that a long prompt is not paid for ever after.
    private const int KeptBytes = 16 * 1024;

    // A pool of its own: the shared array pool keeps 32 arrays of a size on one core, and three buffers for each of a hundred
    // requests under way would be allocated anew each time (18 KB a request before, bench/relay.sh).
    private static readonly DefaultObjectPool<PooledBuffer> Pool = new(new DefaultPooledObjectPolicy<PooledBuffer>(), maximumRetained: 1024);

    private byte[] _array = new byte[InitialBytes];
    private int _start;
    private int _end;
    private bool _rented;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Span => _array.AsSpan(_start, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(_start, Length);

    public static PooledBuffer Rent()
    {
        var buffer = Pool.Get();
        buffer._rented = true;
        return buffer;
    }

    /// <summary>Forgets the first <paramref name="count"/> bytes.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            Clear();
        }
    }

    public void Clear() => _start = _end = 0;

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _array.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        // Given back twice it would belong to two requests at once.
        if (!_rented)
        {
            return;
        }

        _rented = false;
        Clear();
        if (_array.Length > KeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = new byte[InitialBytes];
        }

        Pool.Return(this);
    }

    private void Reserve(int size)
    {
        if (_array.Length - _end >= size)
        {
            return;
        }

        if (_array.Length - Length >= size)
        {
            Span.CopyTo(_array);
        }
        else
        {
            Grow(checked(Math.Max(_array.Length * 2, Length + size)));
        }

        (_start, _end) = (0, Length);
    }

    private void Grow(int bytes)
    {
        var larger = bytes > KeptBytes ? ArrayPool<byte>.Shared.Rent(bytes) : new byte[bytes];
        Span.CopyTo(larger);
        if (_array.Length > KeptBytes)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
