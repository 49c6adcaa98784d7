using AutoClaw.Core.Pricing;

namespace AutoClaw.Gateway.Engines;

/// <summary>Measures how long an engine works, and each call's part of it. Only for engines whose time has a price.</summary>
internal sealed class EngineBusy(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    // Held for a division: nothing waits under it.
    private readonly Lock _gate = new();
    private BusyShare _share;

    private long Now => (long)time.GetElapsedTime(_origin).TotalMicroseconds;

    /// <summary>How long it has worked, ever.</summary>
    public double Seconds
    {
        get
        {
            lock (_gate)
            {
                return _share.BusyAt(Now) / 1e6;
            }
        }
    }

    /// <summary>A call goes to the engine; it must be disposed of when it has ended, however it ended.</summary>
    public BusyCall Enter()
    {
        lock (_gate)
        {
            return new BusyCall(this, _share.Begin(Now));
        }
    }

    internal decimal Leave(decimal mark)
    {
        lock (_gate)
        {
            return _share.End(mark, Now);
        }
    }
}
