using System.Text.Json.Serialization;

namespace AutoClaw.Core.Advisor;

/// <summary>What matters most to whoever asks.</summary>
public enum Priority
{
    /// <summary>As little as possible leaves.</summary>
    [JsonStringEnumMemberName("data_privacy")]
    DataPrivacy,

    /// <summary>The cheapest that is good enough.</summary>
    [JsonStringEnumMemberName("lowest_cost")]
    LowestCost,

    /// <summary>The best answers.</summary>
    [JsonStringEnumMemberName("best_reasoning")]
    BestReasoning,

    /// <summary>The shortest way to something that runs.</summary>
    [JsonStringEnumMemberName("fastest_to_market")]
    FastestToMarket,

    /// <summary>Regulated data (GDPR, HIPAA): only where a contract or one's own walls hold it.</summary>
    [JsonStringEnumMemberName("compliance")]
    Compliance,

    /// <summary>Voice or chat that must begin to answer at once.</summary>
    [JsonStringEnumMemberName("real_time")]
    RealTime,
}
