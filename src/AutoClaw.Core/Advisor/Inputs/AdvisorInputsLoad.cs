using System.Collections.Immutable;

namespace AutoClaw.Core.Advisor;

/// <summary>What came of reading inputs.</summary>
/// <param name="Inputs">Null where there is any problem.</param>
/// <param name="Problems">Empty where there are inputs.</param>
public sealed record AdvisorInputsLoad(AdvisorInputs? Inputs, ImmutableArray<AdvisorProblem> Problems);
