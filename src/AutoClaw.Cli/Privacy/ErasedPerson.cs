namespace AutoClaw.Cli.Privacy;

/// <summary>Who is erased.</summary>
/// <param name="Text">As clients said it.</param>
/// <param name="Hash">As files have it.</param>
internal sealed record ErasedPerson(string Text, string Hash);
