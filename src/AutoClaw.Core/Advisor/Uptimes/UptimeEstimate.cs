using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Uptimes;

/// <summary>Shares of the time in which an architecture answers.</summary>
/// <param name="Architecture">Whose.</param>
/// <param name="PinnedShare">Of the tokens: may not leave.</param>
/// <param name="Pinned">What may not leave: answered by one's own engines or not at all; 0 where there are none.</param>
/// <param name="Free">All else.</param>
public readonly record struct UptimeEstimate(Architecture Architecture, double PinnedShare, double Pinned, double Free)
{
    /// <summary>Both, by their shares.</summary>
    public double All => Free + (PinnedShare * (Pinned - Free));

    /// <summary>Minutes of the mean month without an answer.</summary>
    public double DownMinutesPerMonth => (1 - All) * LocalCapacity.HoursPerMonth * 60;
}
