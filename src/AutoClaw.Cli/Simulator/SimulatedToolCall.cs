namespace AutoClaw.Cli.Simulator;

/// <summary>One function call that the simulator asks for.</summary>
/// <param name="Id">What the client sends back with the result.</param>
/// <param name="Name">The function, UTF-8.</param>
/// <param name="Arguments">JSON for its schema, UTF-8; cut off where the token limit struck.</param>
internal sealed record SimulatedToolCall(string Id, byte[] Name, byte[] Arguments);
