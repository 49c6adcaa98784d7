namespace AutoClaw.Core.Wire;

/// <summary>Who speaks, as far as routing cares.</summary>
public enum MessageRole : byte
{
    /// <summary>A role that this version does not know; passed on untouched.</summary>
    Other,

    /// <summary><c>system</c> or <c>developer</c>.</summary>
    System,
    User,
    Assistant,

    /// <summary><c>tool</c> or <c>function</c>.</summary>
    Tool,
}
