namespace AutoClaw.Core.Routing.Training;

/// <summary>Where a node parts its rows; <paramref name="Bin"/> 0: it does not.</summary>
/// <param name="Gain">What the split is worth.</param>
/// <param name="Column">The feature.</param>
/// <param name="Bin">First bin that goes right.</param>
internal readonly record struct TreeSplit(double Gain, int Column, int Bin);
