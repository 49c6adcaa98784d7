namespace AutoClaw.Core.Routing.Aims;

/// <summary>How long a budget lasts; all in UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>From a full hour to the next.</summary>
    Hour,

    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Monday, as ISO 8601 has it.</summary>
    Week,

    /// <summary>From the first to the first.</summary>
    Month,
}
