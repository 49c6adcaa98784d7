using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>One thing that was looked for.</summary>
/// <param name="Name">What it is, for people: <c>Ollama</c>, <c>OpenAI</c>.</param>
/// <param name="Where">Where it was looked for: an address or a variable's name. Never a secret.</param>
/// <param name="Detail">What was found, or why it is not used and what to do about it.</param>
/// <param name="Engine">The engine to use; null where there is none.</param>
internal sealed record Finding(string Name, string Where, string Detail, EngineOptions? Engine)
{
    public bool Found => Engine is not null;

    /// <summary>True where the built-in simulator stands in for a real engine.</summary>
    public bool Simulated => Engine?.Kind == EngineOptions.SimulatorKind;
}
