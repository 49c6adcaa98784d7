namespace AutoClaw.LocalLoad;

/// <summary>What is loaded.</summary>
/// <param name="Name"><c>direct</c> or <c>gateway</c>.</param>
/// <param name="Root">With <c>/v1</c>.</param>
/// <param name="Key">Bearer token.</param>
/// <param name="KeepsConnections">It takes the next request on the same connection.</param>
internal sealed record Target(string Name, string Root, string Key, bool KeepsConnections);
