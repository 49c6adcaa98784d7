namespace AutoClaw.Core.Wire;

/// <summary>Why a request body is refused before any engine sees it.</summary>
/// <param name="Code">Stable, for programs; listed in docs/errors.md.</param>
/// <param name="Param">The field at fault, as the client spells it; null for the body as a whole.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
public sealed record EnvelopeProblem(string Code, string? Param, string Message);
