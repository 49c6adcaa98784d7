namespace AutoClaw.Core.Routing.Aims;

/// <summary>What a route promises. The controller asks it three things: what a request weighs, what the cloud's part of recent traffic
/// should weigh together, and how far a decision moves the promise's running balance.</summary>
public abstract record Aim
{
    /// <summary>The balance never leaves plus or minus this while there is a choice; in the aim's own unit.</summary>
    internal abstract double Bound { get; }

    /// <summary>The lowest threshold that still serves the aim: below it the cloud only costs.</summary>
    internal abstract double Floor { get; }

    /// <summary>True where a request that costs more must gain more; false where one is as good as another.</summary>
    internal virtual bool WeighsCost => false;

    /// <summary>What one request adds to the cloud's part if it goes there; never negative.</summary>
    internal abstract double WeightOf(TrafficEntry entry);

    /// <summary>What the cloud's part of the recent requests should weigh together.</summary>
    internal abstract double Wanted(TrafficWindow window);

    /// <summary>What a decision adds to the balance: above 0 the aim was exceeded, below 0 it was missed.</summary>
    internal abstract double Step(TrafficEntry entry);
}
