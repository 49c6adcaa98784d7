using SharpFuzz.Common;

namespace AutoClaw.Fuzz;

/// <summary>Which branches an input took, and which any has taken before, as AFL counts them: how often, in steps of powers of two.</summary>
internal sealed unsafe class Coverage
{
    // The size that the instrumented code writes into.
    private const int Size = 65536;

    private readonly byte[] _taken = GC.AllocateArray<byte>(Size, pinned: true);
    private readonly byte[] _seen = new byte[Size];

    public Coverage()
    {
        fixed (byte* first = _taken)
        {
            Trace.SharedMem = first;
        }
    }

    /// <summary>Branches that some input has taken.</summary>
    public int Count => Size - _seen.AsSpan().Count((byte)0);

    /// <summary>Begins anew.</summary>
    public void Forget() => _seen.AsSpan().Clear();

    /// <summary>Runs <paramref name="act"/>; true if it got somewhere new.</summary>
    public bool IsNew(Action act)
    {
        _taken.AsSpan().Clear();
        Trace.PrevLocation = 0;
        act();
        var isNew = false;
        for (var i = 0; i < Size; i++)
        {
            if (_taken[i] != 0)
            {
                var step = (byte)(1 << Math.Min(7, 31 - System.Numerics.BitOperations.LeadingZeroCount((uint)_taken[i])));
                isNew |= (_seen[i] & step) == 0;
                _seen[i] |= step;
            }
        }

        return isNew;
    }
}
