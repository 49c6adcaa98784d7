namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>What one input does to a month's cost, all others as named.</summary>
/// <param name="Variable">The input.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="LowValue">Low end of its range.</param>
/// <param name="HighValue">High end of its range.</param>
/// <param name="UsdAtLow">The month at the low end.</param>
/// <param name="UsdAtBase">The month as named.</param>
/// <param name="UsdAtHigh">The month at the high end.</param>
public sealed record TornadoBar(AdvisorVariable Variable, string Unit, double LowValue, double HighValue, double UsdAtLow, double UsdAtBase, double UsdAtHigh)
{
    /// <summary>From the cheapest to the dearest.</summary>
    public double Swing => Math.Max(UsdAtBase, Math.Max(UsdAtLow, UsdAtHigh)) - Math.Min(UsdAtBase, Math.Min(UsdAtLow, UsdAtHigh));
}
