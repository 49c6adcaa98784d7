namespace AutoClaw.Core.Routing.Aims;

/// <summary>What a controller has counted for one request, to be put right should the other place answer. Default: nothing.</summary>
public readonly record struct AimReceipt
{
    private readonly AimController? _controller;
    private readonly int _slot;
    private readonly TrafficEntry _entry;

    internal AimReceipt(AimController controller, int slot, TrafficEntry entry)
    {
        _controller = controller;
        _slot = slot;
        _entry = entry;
    }

    /// <summary>The other place answered than was decided: a failover, or a check that an answer did not pass. At most once.</summary>
    public void Move() => _controller?.Move(_slot, _entry);

    /// <summary>True if the request was counted as one for the cloud.</summary>
    public bool IsCloud => _entry.IsCloud;

    /// <summary>True if it was counted at all.</summary>
    public bool IsCounted => _controller is not null;
}
