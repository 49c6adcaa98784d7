namespace AutoClaw.Core.Advisor.Data;

/// <summary>What a share of time stands for.</summary>
public enum AvailabilityKind
{
    /// <summary>Promised by contract; what is missing is credited, not made up for.</summary>
    Sla,

    /// <summary>Seen from outside.</summary>
    Observed,
}
