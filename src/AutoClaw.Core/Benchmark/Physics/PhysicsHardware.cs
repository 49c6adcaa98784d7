using AutoClaw.Core.Advisor.Data;

namespace AutoClaw.Core.Benchmark.Physics;

/// <summary>The peaks of what a model runs on.</summary>
/// <param name="MemoryGb">Of one accelerator, 1e9 bytes.</param>
/// <param name="BandwidthGbPerSecond">Of one accelerator's memory, 1e9 bytes a second.</param>
/// <param name="PeakTeraOps">The highest dense rate at which the model's weights can be multiplied on one, 1e12 operations a second; null: not known, and nothing is said about it.</param>
/// <param name="Count">How many share the model.</param>
public sealed record PhysicsHardware(double MemoryGb, double BandwidthGbPerSecond, double? PeakTeraOps, int Count = 1)
{
    /// <summary>
    /// The hardware of the market data. Narrow weights may be multiplied at the rate of their width, and for 4 bits that is taken to be
    /// twice that of 8, which only some accelerators have: a bound that is too high misses a false figure, one too low slanders a true one.
    /// </summary>
    public static PhysicsHardware Of(Accelerator accelerator, double bitsPerWeight, int count = 1)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        var peak = bitsPerWeight switch
        {
            > 9 => accelerator.Tflops16Bit,
            > 5 => accelerator.Tops8Bit,
            _ => accelerator.Tops8Bit * 2,
        };
        return new PhysicsHardware(accelerator.MemoryGb, accelerator.BandwidthGbPerSecond, peak, count);
    }
}
