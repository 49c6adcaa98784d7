namespace AutoClaw.Core.Wire.Hub;

/// <summary>An API dialect that clients or engines speak.</summary>
public enum WireName
{
    /// <summary>OpenAI chat completions, <c>/v1/chat/completions</c>.</summary>
    OpenAiChat,

    /// <summary>OpenAI Responses, <c>/v1/responses</c>.</summary>
    OpenAiResponses,

    /// <summary>Anthropic Messages, <c>/v1/messages</c>.</summary>
    Anthropic,

    /// <summary>Gemini, <c>/v1beta/models/{model}:generateContent</c>.</summary>
    Gemini,
}
