namespace AutoClaw.Core.Advisor.Data;

/// <summary>A row whose source was read too long ago to be trusted without a look.</summary>
/// <param name="What">For people, for example <c>rent of a100-80gb-sxm</c> or <c>price of openai gpt-4o</c>.</param>
/// <param name="CheckedOn">When its source was read.</param>
/// <param name="Days">How long ago that is.</param>
public sealed record StaleRow(string What, DateOnly CheckedOn, int Days);
