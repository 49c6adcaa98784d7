namespace AutoClaw.Core.Wire.Hub;

/// <summary>Whether the model may, must or must not call a function.</summary>
/// <param name="Mode">Which.</param>
/// <param name="Name">The function that it must call; null: any.</param>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null);
