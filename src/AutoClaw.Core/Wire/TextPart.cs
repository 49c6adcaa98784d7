namespace AutoClaw.Core.Wire;

/// <summary>One JSON string of message text inside a body.</summary>
/// <param name="Raw">The bytes between the quotes, still escaped.</param>
/// <param name="Escaped">True if <paramref name="Raw"/> holds at least one backslash escape.</param>
/// <param name="Role">Who said it.</param>
public readonly record struct TextPart(ByteRange Raw, bool Escaped, MessageRole Role);
