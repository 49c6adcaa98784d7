namespace AutoClaw.Core.Benchmark.Statistics;

/// <summary>A figure and how far it can be trusted.</summary>
/// <param name="Estimate">What was measured.</param>
/// <param name="Low">Lower end of the interval that holds the truth at the level that was asked for; the estimate itself where there is too little to tell by.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Interval(double Estimate, double Low, double High)
{
    /// <summary>A figure that is known, not measured.</summary>
    public static Interval Exactly(double value) => new(value, value, value);

    /// <summary>True if <paramref name="value"/> lies in it, ends included.</summary>
    public bool Covers(double value) => value >= Low && value <= High;

    /// <summary>The same in another unit, <paramref name="factor"/> times as small.</summary>
    public Interval Times(double factor) => factor >= 0
        ? new Interval(Estimate * factor, Low * factor, High * factor)
        : new Interval(Estimate * factor, High * factor, Low * factor);

    /// <summary>1 divided by it: seconds a token become tokens a second. Only where all of it is above 0.</summary>
    public Interval Reciprocal() => new(1 / Estimate, 1 / High, 1 / Low);
}
