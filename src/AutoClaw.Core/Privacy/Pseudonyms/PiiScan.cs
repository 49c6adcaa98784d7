namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>Finds what tells of somebody in one text. May throw: who asked must take that as found.</summary>
/// <param name="text">A whole text.</param>
/// <param name="spans">Gets what is in it, in any order; stretches may overlap.</param>
public delegate void PiiScan(ReadOnlySpan<char> text, List<PiiSpan> spans);
