namespace AutoClaw.Core.Wire.Hub;

/// <summary>Who speaks. <see cref="Developer"/> is OpenAI's; the other wires take it as <see cref="System"/>.</summary>
public enum ChatRole
{
    System,
    Developer,
    User,
    Assistant,
    Tool,
}
