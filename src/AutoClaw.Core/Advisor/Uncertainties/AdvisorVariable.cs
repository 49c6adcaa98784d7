using System.Text.Json.Serialization;

namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>An input that decisions turn on, as one number.</summary>
public enum AdvisorVariable
{
    /// <summary>Requests a month.</summary>
    [JsonStringEnumMemberName("volume")]
    Volume,

    /// <summary>Tokens of prompts and answers, times those named.</summary>
    [JsonStringEnumMemberName("tokens")]
    Tokens,

    /// <summary>Requests a second in the busiest hour over the mean.</summary>
    [JsonStringEnumMemberName("peak_to_average")]
    PeakToAverage,

    /// <summary>Share of the tokens that a hybrid asks its own engines for.</summary>
    [JsonStringEnumMemberName("local_share")]
    LocalShare,

    /// <summary>The vendor's prices, times those named.</summary>
    [JsonStringEnumMemberName("cloud_price")]
    CloudPrice,

    /// <summary>The host's prices, times those named.</summary>
    [JsonStringEnumMemberName("hosted_price")]
    HostedPrice,

    /// <summary>Prices and rents of hardware, times those named.</summary>
    [JsonStringEnumMemberName("hardware_price")]
    HardwarePrice,

    /// <summary>Engineers that keep one's own engines running.</summary>
    [JsonStringEnumMemberName("labour")]
    Labour,

    /// <summary>Share of a replica's time that may be planned for.</summary>
    [JsonStringEnumMemberName("utilisation")]
    Utilisation,

    /// <summary>What a replica reads and writes a second, times what is named.</summary>
    [JsonStringEnumMemberName("throughput")]
    Throughput,

    /// <summary>USD a kilowatt-hour.</summary>
    [JsonStringEnumMemberName("electricity")]
    Electricity,

    /// <summary>Quality of one's own model.</summary>
    [JsonStringEnumMemberName("local_quality")]
    LocalQuality,

    /// <summary>Quality of the vendor's model.</summary>
    [JsonStringEnumMemberName("cloud_quality")]
    CloudQuality,
}
