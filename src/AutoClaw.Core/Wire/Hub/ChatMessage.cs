namespace AutoClaw.Core.Wire.Hub;

/// <summary>One message: who speaks, and what, in order.</summary>
/// <param name="Role">A message of <see cref="ChatRole.Tool"/> holds <see cref="ChatPart.ToolResult"/>s alone.</param>
/// <param name="Parts">May be empty.</param>
public sealed record ChatMessage(ChatRole Role, IReadOnlyList<ChatPart> Parts)
{
    /// <summary>The speaker's name among several of the same role; null for most.</summary>
    public string? Name { get; init; }
}
