namespace AutoClaw.Core.Pricing;

/// <summary>
/// Divides the time in which an engine works among the calls under way: of each moment every one of them has an equal part, so that the
/// parts of all calls add up to the time in which there was at least one. One running sum instead of a list of moments: a call's part is
/// what the sum grew by between its start and its end. Pure but for its state; times are microseconds of any one clock that never goes back.
/// </summary>
public struct BusyShare
{
    // Microseconds that one call would have had if it had been there from the beginning.
    private decimal _perCall;
    private long _last;
    private long _busy;

    /// <summary>Calls under way.</summary>
    public int Calls { get; private set; }

    /// <summary>Microseconds up to <paramref name="now"/> in which at least one call was under way.</summary>
    public readonly long BusyAt(long now) => _busy + (Calls > 0 ? Math.Max(0, now - _last) : 0);

    /// <summary>A call begins at <paramref name="now"/>; give what is returned to <see cref="End"/>.</summary>
    public decimal Begin(long now)
    {
        Advance(now);
        Calls++;
        return _perCall;
    }

    /// <summary>The call that began with <paramref name="mark"/> ends at <paramref name="now"/>.</summary>
    /// <returns>Its part, in microseconds: 0 or more, and at most its duration.</returns>
    public decimal End(decimal mark, long now)
    {
        ArgumentOutOfRangeException.ThrowIfZero(Calls);
        Advance(now);
        Calls--;
        return _perCall - mark;
    }

    private void Advance(long now)
    {
        if (Calls > 0 && now > _last)
        {
            _perCall += (decimal)(now - _last) / Calls;
            _busy += now - _last;
        }

        _last = Math.Max(_last, now);
    }
}
