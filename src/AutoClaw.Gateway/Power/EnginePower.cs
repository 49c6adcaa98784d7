using AutoClaw.Core.Pricing;

namespace AutoClaw.Gateway.Power;

/// <summary>What an hour of an engine's work costs: by the watts that were configured, until some have been measured.</summary>
/// <param name="configured">As the configuration says.</param>
internal sealed class EnginePower(LocalCost configured)
{
    // Half of what the mean knows is from the last five intervals.
    private const double MeanWeight = 1 / 8.0;

    private readonly LocalCost _configured = configured;
    private volatile LocalCost _cost = configured;

    public LocalCost Cost => _cost;

    /// <summary>Drawn while it works, measured; null until it has been.</summary>
    public double? Watts => ReferenceEquals(_cost, _configured) ? null : (double)_cost.Watts;

    /// <summary>The price version of what <see cref="Cost"/> says.</summary>
    public string Version => Watts is null ? LocalCost.Version : LocalCost.MeasuredVersion;

    /// <summary>Takes what it drew in an interval in which it worked. One caller at a time.</summary>
    public void Add(double watts) =>
        _cost = _configured with { Watts = (decimal)(Watts is { } mean ? mean + ((watts - mean) * MeanWeight) : watts) };
}
