using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Why an answer ended, as this wire names it.</summary>
internal static class GeminiFinishReasons
{
    /// <summary>True for a call that the model got wrong: the answer is no answer, and asking again may help.</summary>
    public static bool IsFailure(string reason) =>
        reason is "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" or "MALFORMED_RESPONSE" or "MISSING_THOUGHT_SIGNATURE";

    /// <param name="reason">Not a failure.</param>
    /// <param name="hasCalls">The answer calls functions, which this wire gives no reason of its own.</param>
    public static FinishReason Read(string reason, bool hasCalls) => reason switch
    {
        "STOP" or "FINISH_REASON_UNSPECIFIED" => hasCalls ? FinishReason.ToolCalls : FinishReason.Stop,
        "MAX_TOKENS" => FinishReason.Length,
        "NO_IMAGE" or "IMAGE_OTHER" => FinishReason.Stop,

        // SAFETY and its many kin, and OTHER: whatever it was, the answer did not end of itself.
        _ => FinishReason.ContentFilter,
    };

    public static ReadOnlySpan<byte> Write(FinishReason reason) => reason switch
    {
        FinishReason.Length => "MAX_TOKENS"u8,
        FinishReason.ContentFilter => "SAFETY"u8,
        _ => "STOP"u8,
    };
}
