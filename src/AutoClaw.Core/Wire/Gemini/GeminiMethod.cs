namespace AutoClaw.Core.Wire.Gemini;

/// <summary>What a path of the Gemini API asks of a model.</summary>
public enum GeminiMethod
{
    /// <summary><c>generateContent</c>.</summary>
    Generate,

    /// <summary><c>streamGenerateContent</c>.</summary>
    Stream,

    /// <summary><c>countTokens</c>.</summary>
    CountTokens,
}
