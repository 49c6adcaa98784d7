namespace AutoClaw.Core.Wire.Hub;

/// <summary>Something that only the engine that made it can read, and wants back verbatim.</summary>
/// <param name="Wire">Whose it is.</param>
/// <param name="Kind">Its field, as that wire names it: <c>signature</c>, <c>data</c>, <c>encrypted_content</c>, <c>thoughtSignature</c>.</param>
/// <param name="Value">Never looked into.</param>
public sealed record OpaqueState(WireName Wire, string Kind, string Value);
