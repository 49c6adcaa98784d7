namespace AutoClaw.Core.Routing.Training;

/// <summary>Mean quality at evenly spaced cloud shares, from none to all: what <see cref="Evaluation"/> measures, to be drawn.</summary>
/// <param name="Source">The source or pool.</param>
/// <param name="Router">Rows in the order of the router's score.</param>
/// <param name="Random">No order at all, in expectation.</param>
/// <param name="Length">Longest prompt first, in bytes.</param>
/// <param name="Oracle">Largest true gain first.</param>
public sealed record QualityCurves(string Source, double[] Router, double[] Random, double[] Length, double[] Oracle);
