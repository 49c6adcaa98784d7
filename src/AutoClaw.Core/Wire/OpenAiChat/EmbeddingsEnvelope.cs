namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>What one pass over an embeddings request found.</summary>
/// <param name="Body">The request as the client wrote it.</param>
/// <param name="Model">The model's name, unescaped.</param>
/// <param name="ModelValue">The model's value with its quotes.</param>
/// <param name="EstimatedInputTokens">Input tokens: exact for token arrays, four bytes a token for text.</param>
public sealed record EmbeddingsEnvelope(ReadOnlyMemory<byte> Body, string Model, ByteRange ModelValue, long EstimatedInputTokens)
{
    /// <summary>Whom the request is about (<c>user</c>), with its quotes; empty where it names nobody.</summary>
    public ByteRange Subject { get; init; }
}
