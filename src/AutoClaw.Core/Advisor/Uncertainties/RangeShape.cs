using System.Text.Json.Serialization;

namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>How an input lies within its range.</summary>
public enum RangeShape
{
    /// <summary>From the low end to the high end, most likely as named.</summary>
    [JsonStringEnumMemberName("triangular")]
    Triangular,

    /// <summary>Above the high end and below the low end in one case of twenty each; no end.</summary>
    [JsonStringEnumMemberName("lognormal")]
    Lognormal,
}
