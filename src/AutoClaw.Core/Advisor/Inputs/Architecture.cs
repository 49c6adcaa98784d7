using System.Text.Json.Serialization;

namespace AutoClaw.Core.Advisor;

/// <summary>Where answers come from: what the advisor chooses between.</summary>
public enum Architecture
{
    /// <summary>Every answer comes from the operator's own engines.</summary>
    [JsonStringEnumMemberName("all_local")]
    AllLocal,

    /// <summary>Every answer comes from a vendor's closed model.</summary>
    [JsonStringEnumMemberName("all_cloud")]
    AllCloud,

    /// <summary>Every answer comes from an open model that somebody else serves.</summary>
    [JsonStringEnumMemberName("hosted_open_weights")]
    HostedOpenWeights,

    /// <summary>Some from the operator's own engines, the rest from a vendor's closed model.</summary>
    [JsonStringEnumMemberName("hybrid")]
    Hybrid,
}
