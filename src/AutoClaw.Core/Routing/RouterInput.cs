namespace AutoClaw.Core.Routing;

/// <summary>What the router model reads of a request: spans over bytes that somebody else owns, so it lives no longer than the call.</summary>
public readonly ref struct RouterInput
{
    /// <summary>The last user message as plain UTF-8 (no JSON escapes), possibly clipped in the middle.</summary>
    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Length of the last user message in bytes before any clipping; 0 means <see cref="Text"/> is whole.</summary>
    public int TextBytes { get; init; }

    /// <summary>User messages in the conversation, this one included; at least 1.</summary>
    public int Turns { get; init; }

    /// <summary>Tools that the client offers.</summary>
    public int Tools { get; init; }

    /// <summary>Bytes of text in all messages together.</summary>
    public int ConversationBytes { get; init; }
}
