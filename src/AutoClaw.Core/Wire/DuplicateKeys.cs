using System.Buffers;
using System.IO.Hashing;

namespace AutoClaw.Core.Wire;

/// <summary>
/// Notices a key that occurs twice in one object: JSON readers differ on which of the two counts, and that difference is how a
/// request says one thing to the gateway and another to the engine. Keeps 64-bit hashes of the names of every open object.
/// </summary>
internal ref struct DuplicateKeys
{
    // A vectorised search through this many hashes costs less than a hash set; past it a crafted object would make it quadratic.
    private const int LinearKeys = 128;
    private const int MaxDepth = 1024;

    // Random per process, so that nobody can prepare two names that collide.
    private static readonly long Seed = BitConverter.ToInt64(Guid.NewGuid().ToByteArray());

    private readonly int[] _starts;
    private ulong[] _hashes;
    private int _count;
    private int _depth;
    private HashSet<(int Depth, ulong Hash)>? _large;

    public DuplicateKeys()
    {
        _starts = ArrayPool<int>.Shared.Rent(MaxDepth);
        _hashes = ArrayPool<ulong>.Shared.Rent(256);
    }

    public void EnterObject() => _starts[_depth++] = _count;

    public void LeaveObject()
    {
        var start = _starts[--_depth];
        if (_large is not null && _count - start > LinearKeys)
        {
            for (var i = start; i < _count; i++)
            {
                _large.Remove((_depth, _hashes[i]));
            }
        }

        _count = start;
    }

    /// <summary>False if the innermost open object has this name already.</summary>
    public bool Add(scoped ReadOnlySpan<byte> name)
    {
        var hash = XxHash3.HashToUInt64(name, Seed);
        var start = _starts[_depth - 1];
        var seen = _count - start;
        if (seen < LinearKeys ? _hashes.AsSpan(start, seen).Contains(hash) : !AddLarge(start, seen, hash))
        {
            return false;
        }

        if (_count == _hashes.Length)
        {
            Grow();
        }

        _hashes[_count++] = hash;
        return true;
    }

    public readonly void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<ulong>.Shared.Return(_hashes);
    }

    private bool AddLarge(int start, int seen, ulong hash)
    {
        _large ??= [];
        var depth = _depth - 1;
        if (seen == LinearKeys)
        {
            for (var i = start; i < _count; i++)
            {
                _large.Add((depth, _hashes[i]));
            }
        }

        return _large.Add((depth, hash));
    }

    private void Grow()
    {
        var larger = ArrayPool<ulong>.Shared.Rent(_hashes.Length * 2);
        _hashes.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<ulong>.Shared.Return(_hashes);
        _hashes = larger;
    }
}
