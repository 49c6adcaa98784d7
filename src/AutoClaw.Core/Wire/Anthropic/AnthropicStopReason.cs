using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>Why an answer ended, in this wire's words.</summary>
internal static class AnthropicStopReason
{
    /// <summary>Words of tomorrow are read as a plain end: the text is there, and the client decides.</summary>
    public static FinishReason Read(string reason) => reason switch
    {
        "max_tokens" or "model_context_window_exceeded" => FinishReason.Length,
        "tool_use" => FinishReason.ToolCalls,
        "refusal" => FinishReason.ContentFilter,
        "pause_turn" => FinishReason.Pause,
        _ => FinishReason.Stop,
    };

    /// <param name="reason">Null where the engine told none.</param>
    /// <param name="hasStopSequence">A stop sequence was met.</param>
    /// <param name="hasCalls">Functions are to be called: some engines say "stop" all the same, and clients look only here.</param>
    /// <param name="refused">The model said that it will not.</param>
    public static string Of(FinishReason? reason, bool hasStopSequence, bool hasCalls, bool refused) => reason switch
    {
        FinishReason.Length => "max_tokens",
        FinishReason.ContentFilter => "refusal",
        FinishReason.Pause => "pause_turn",
        FinishReason.ToolCalls => "tool_use",
        _ when hasCalls => "tool_use",
        _ when refused => "refusal",
        _ when hasStopSequence => "stop_sequence",
        _ => "end_turn",
    };
}
