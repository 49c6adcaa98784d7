using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AutoClaw.Core.Routing;

/// <summary>
/// Turns an aim into a threshold: a score at or above it goes to the cloud. Built from scores of questions that the scoring model had
/// not been trained on, weighted to a mix of everyday, exam and hard messages (docs/routing.md). Immutable.
/// </summary>
public sealed class Calibration
{
    private readonly float[] _thresholds;
    private readonly float[] _quality;

    /// <param name="thresholds">The threshold at cloud share k/(n-1) for k in 0..n-1; falling, at least two.</param>
    /// <param name="quality">Expected share of all-cloud quality at the same cloud shares; rising.</param>
    /// <param name="defaultThreshold">The threshold where a route names no aim.</param>
    /// <exception cref="ArgumentException">The curves differ in length, are too short, not finite, or not monotone.</exception>
    public Calibration(ReadOnlySpan<float> thresholds, ReadOnlySpan<float> quality, float defaultThreshold)
    {
        if (thresholds.Length < 2 || thresholds.Length != quality.Length || !float.IsFinite(defaultThreshold))
        {
            throw new ArgumentException("A calibration needs two curves of one length, at least two points, and a finite default.", nameof(thresholds));
        }

        for (var i = 0; i < thresholds.Length; i++)
        {
            var falls = i == 0 || (thresholds[i] <= thresholds[i - 1] && quality[i] >= quality[i - 1]);
            if (!falls || !float.IsFinite(thresholds[i]) || !float.IsFinite(quality[i]))
            {
                throw new ArgumentException($"The calibration is not monotone and finite at point {i}.", nameof(thresholds));
            }
        }

        _thresholds = thresholds.ToArray();
        _quality = quality.ToArray();
        DefaultThreshold = defaultThreshold;

        var hash = new XxHash64();
        hash.Append(MemoryMarshal.AsBytes(thresholds));
        hash.Append(MemoryMarshal.AsBytes(quality));
        hash.Append(MemoryMarshal.AsBytes([defaultThreshold]));
        Fingerprint = (long)hash.GetCurrentHashAsUInt64();
    }

    /// <summary>The threshold where a route names no aim.</summary>
    public double DefaultThreshold { get; }

    internal ReadOnlySpan<float> Thresholds => _thresholds;

    internal ReadOnlySpan<float> Quality => _quality;

    /// <summary>Equal for calibrations in which every aim has the same threshold.</summary>
    public long Fingerprint { get; }

    /// <summary>True if every aim has the same threshold in both.</summary>
    public bool IsSameAs(Calibration other) => Fingerprint == other.Fingerprint;

    /// <summary>The threshold that sends <paramref name="share"/> (0 to 1) of the calibration mix to the cloud.</summary>
    /// <remarks>0 and 1 are exact: nothing and everything goes to the cloud.</remarks>
    public double ThresholdForCloudShare(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1.0);
        return share switch
        {
            // Scores lie within -1 to 1, so these two can't be crossed.
            0.0 => 2.0,
            1.0 => -2.0,
            _ => At(_thresholds, share),
        };
    }

    /// <summary>The highest threshold that keeps <paramref name="quality"/> (0 to 1) of all-cloud quality on the calibration mix.</summary>
    public double ThresholdForQuality(double quality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 1.0);
        if (quality <= _quality[0])
        {
            return ThresholdForCloudShare(0.0);
        }

        var above = Array.FindIndex(_quality, q => q >= quality);
        if (above < 0)
        {
            return ThresholdForCloudShare(1.0);
        }

        var step = _quality[above] - _quality[above - 1];
        var share = (above - 1 + ((quality - _quality[above - 1]) / step)) / (_quality.Length - 1);
        return ThresholdForCloudShare(Math.Clamp(share, 0.0, 1.0));
    }

    /// <summary>Share of the calibration mix (0 to 1) that scores at or above <paramref name="threshold"/>.</summary>
    public double CloudShareAt(double threshold)
    {
        if (threshold > _thresholds[0])
        {
            return 0.0;
        }

        var below = Array.FindIndex(_thresholds, t => t < threshold);
        if (below < 0)
        {
            return 1.0;
        }

        var step = _thresholds[below - 1] - _thresholds[below];
        return (below - 1 + ((_thresholds[below - 1] - threshold) / step)) / (_thresholds.Length - 1);
    }

    /// <summary>Expected share of all-cloud quality (0 to 1) at <paramref name="threshold"/> on the calibration mix.</summary>
    public double QualityAt(double threshold) => At(_quality, CloudShareAt(threshold));

    private static double At(float[] curve, double share)
    {
        var position = share * (curve.Length - 1);
        var low = Math.Min((int)position, curve.Length - 2);
        return curve[low] + ((position - low) * ((double)curve[low + 1] - curve[low]));
    }
}
