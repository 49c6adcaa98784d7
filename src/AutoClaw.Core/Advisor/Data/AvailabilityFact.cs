namespace AutoClaw.Core.Advisor.Data;

/// <summary>The share of time in which a provider's API is there.</summary>
/// <param name="Provider">As in the price list, for example <c>openai</c>.</param>
/// <param name="Kind">Promised or seen.</param>
/// <param name="Availability">0 to 1.</param>
/// <param name="Origin">Where this comes from.</param>
public sealed record AvailabilityFact(string Provider, AvailabilityKind Kind, ValueRange Availability, DataOrigin Origin);
