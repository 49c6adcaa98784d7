namespace AutoClaw.Core.Advisor.Recommendations;

/// <summary>The rule of thumb that the advice is held against: what each priority is usually said to ask for.</summary>
public static class PriorityTable
{
    public static Architecture For(Priority priority) => priority switch
    {
        Priority.LowestCost => Architecture.Hybrid,
        Priority.BestReasoning or Priority.FastestToMarket => Architecture.AllCloud,
        _ => Architecture.AllLocal,
    };
}
