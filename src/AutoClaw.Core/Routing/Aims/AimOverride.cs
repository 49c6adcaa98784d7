using System.Globalization;
using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>What one request asks for in place of its route's aim. It can only choose among what the route has.</summary>
/// <param name="Only">The one place that may answer; null where an aim is given.</param>
/// <param name="CloudShare">0 to 1; null where it is not this.</param>
/// <param name="Quality">0 to 1; null where it is not this.</param>
public readonly record struct AimOverride(Place? Only, double? CloudShare = null, double? Quality = null)
{
    /// <summary>For whoever wrote something else.</summary>
    public const string Forms = "cloud_share=0.2, quality=0.98 (numbers from 0 to 1), local, or cloud";

    /// <summary>Reads one of the <see cref="Forms"/>, in lower case as they stand there.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AimOverride value)
    {
        text = text.Trim();
        var equals = text.IndexOf('=');
        value = default;
        if (equals < 0)
        {
            value = new AimOverride(text is "local" ? Place.Local : text is "cloud" ? Place.Cloud : null);
            return value.Only is not null;
        }

        var name = text[..equals].TrimEnd();
        if (!double.TryParse(text[(equals + 1)..].TrimStart(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number is not (>= 0 and <= 1))
        {
            return false;
        }

        value = name is "cloud_share" ? new AimOverride(null, CloudShare: number) : name is "quality" ? new AimOverride(null, Quality: number) : default;
        return value != default;
    }

    /// <summary>The threshold of this aim as the model was calibrated; null where it names a place.</summary>
    internal double? ThresholdOf(Calibration calibration) =>
        CloudShare is { } share ? calibration.ThresholdForCloudShare(share)
        : Quality is { } quality ? calibration.ThresholdForQuality(quality)
        : null;
}
