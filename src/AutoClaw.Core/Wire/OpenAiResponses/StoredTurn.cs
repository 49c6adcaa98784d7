namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>One request and its answer as a store keeps them.</summary>
/// <param name="Id">The answer's.</param>
/// <param name="Items">What the request added, as <see cref="ResponsesInput.Items"/> gives it.</param>
/// <param name="Response">The response object.</param>
public sealed record StoredTurn(string Id, ReadOnlyMemory<byte> Items, ReadOnlyMemory<byte> Response);
