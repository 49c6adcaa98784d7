namespace AutoClaw.Core.Advisor.Data;

/// <summary>What one accelerator costs.</summary>
/// <param name="Accelerator">The <see cref="Data.Accelerator.Id"/>.</param>
/// <param name="Kind">To rent by the hour or to buy.</param>
/// <param name="Usd">The price.</param>
/// <param name="Origin">Where this comes from.</param>
public sealed record AcceleratorPrice(string Accelerator, AcceleratorPriceKind Kind, ValueRange Usd, DataOrigin Origin);
