using System.Text.Json.Serialization;

namespace AutoClaw.Core.Advisor;

/// <summary>How hardware is paid for.</summary>
public enum HardwarePayment
{
    /// <summary>Bought, and written off over its life.</summary>
    [JsonStringEnumMemberName("purchase")]
    Purchase,

    /// <summary>By the hour, all hours of the month, power included.</summary>
    [JsonStringEnumMemberName("rent")]
    Rent,
}
