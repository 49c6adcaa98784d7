namespace AutoClaw.Core.Model;

/// <summary>What an engine says of its own work on one answer, waiting in its queue left out.</summary>
/// <param name="PrefillMs">Milliseconds for the part of the prompt that no cache held; null where it does not say.</param>
/// <param name="DecodeMs">Milliseconds for the answer's tokens; null where it does not say.</param>
public readonly record struct EngineTimings(double? PrefillMs, double? DecodeMs);
