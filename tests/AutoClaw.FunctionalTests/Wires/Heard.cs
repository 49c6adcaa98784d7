namespace AutoClaw.FunctionalTests.Wires;

/// <summary>What a client found in an answer.</summary>
internal sealed record Heard(string? Text, string? Call, string? Arguments, long? InputTokens, long? OutputTokens);
