namespace AutoClaw.Core.Wire.Anthropic;

/// <summary>The kinds of content block that an answer is written in.</summary>
internal enum AnthropicBlockKind
{
    Text,
    Thinking,
    RedactedThinking,
    ToolUse,
}
