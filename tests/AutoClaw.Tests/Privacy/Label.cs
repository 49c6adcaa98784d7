namespace AutoClaw.Tests.Privacy;

/// <summary>A labelled piece of a text.</summary>
internal sealed record Label(int Start, int End, string Type);
