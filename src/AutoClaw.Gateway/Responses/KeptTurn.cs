using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Gateway.Responses;

/// <summary>A turn with whose it is and what it follows.</summary>
/// <param name="KeyId">The API key that asked; null: none had to.</param>
/// <param name="Subject">Whom it is about, hashed; null: it names nobody.</param>
/// <param name="Previous">The answer that it follows; null: it begins a conversation.</param>
/// <param name="Turn">Request and answer.</param>
internal sealed record KeptTurn(string? KeyId, string? Subject, string? Previous, StoredTurn Turn);
