namespace AutoClaw.Core.Wire.Hub;

/// <summary>How much the model shall think before it answers. What is null was not said.</summary>
/// <param name="Enabled">False: not at all.</param>
/// <param name="Effort"><c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, or whatever else the client said.</param>
/// <param name="BudgetTokens">At most so many tokens; -1: as many as the model sees fit.</param>
/// <param name="Shown">The client wants to see the thoughts, or a summary of them.</param>
public sealed record ReasoningDemand(bool? Enabled = null, string? Effort = null, long? BudgetTokens = null, bool? Shown = null);
