namespace AutoClaw.FunctionalTests.Clients;

/// <summary>What the clients for .NET ask for as structured output, and what their tools take.</summary>
internal sealed record Trip(string City, int Days);
