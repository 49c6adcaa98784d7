namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>What an architecture's month may cost.</summary>
/// <param name="Architecture">Whose.</param>
/// <param name="Low">USD; one draw in twenty is below.</param>
/// <param name="Median">USD.</param>
/// <param name="High">USD; one draw in twenty is above.</param>
/// <param name="CheapestShare">Share of the draws in which none of the four is cheaper; a draw that several share is split.</param>
/// <param name="CheapestAdmittedShare">The same among those that meet the constraints as named; 0 where this one does not.</param>
public sealed record CostRange(Architecture Architecture, double Low, double Median, double High, double CheapestShare, double CheapestAdmittedShare);
