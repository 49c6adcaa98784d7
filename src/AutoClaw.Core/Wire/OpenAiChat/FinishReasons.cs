using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>OpenAI's words for why an answer ended, which the ledger uses for every wire.</summary>
public static class FinishReasons
{
    /// <summary>A pause has no word here: a client that sends the answer back goes on all the same.</summary>
    public static string WordOf(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };
}
