namespace AutoClaw.Core.Wire.Gemini;

/// <summary>How the pieces of a streamed answer are told apart.</summary>
public enum GeminiFraming
{
    /// <summary><c>alt=sse</c>: server-sent events.</summary>
    Events,

    /// <summary>Without it: one JSON array, whose elements come one by one.</summary>
    Array,
}
