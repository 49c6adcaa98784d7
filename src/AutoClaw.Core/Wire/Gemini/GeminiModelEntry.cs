namespace AutoClaw.Core.Wire.Gemini;

/// <summary>A model as the list of models shows it.</summary>
/// <param name="Name">As a client asks for it, without <c>models/</c>.</param>
/// <param name="Description">For people; null for none.</param>
/// <param name="InputTokenLimit">Tokens of a prompt; null where it is not known.</param>
/// <param name="OutputTokenLimit">Tokens of an answer; null where it is not known.</param>
public sealed record GeminiModelEntry(string Name, string? Description = null, long? InputTokenLimit = null, long? OutputTokenLimit = null);
