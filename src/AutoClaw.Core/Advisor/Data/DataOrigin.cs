using AutoClaw.Core.Model;

namespace AutoClaw.Core.Advisor.Data;

/// <summary>Where a fact comes from. No row of the market data is without it.</summary>
/// <param name="Source">The public pages that name the figure, and by whom they were transcribed where that was read instead.</param>
/// <param name="CheckedOn">When they were read; of several, the oldest that the figure rests on.</param>
/// <param name="Confidence">How far to rely on it.</param>
/// <param name="Note">What it leaves open; null: nothing.</param>
public sealed record DataOrigin(string Source, DateOnly CheckedOn, Confidence Confidence, string? Note);
