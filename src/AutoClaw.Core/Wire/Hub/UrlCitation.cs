namespace AutoClaw.Core.Wire.Hub;

/// <summary>A page on the web that a stretch of an answer goes back to.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Title">Its title; null where none is told.</param>
/// <param name="Start">Where the stretch begins, in characters (Unicode code points) of the choice's whole text.</param>
/// <param name="End">Just after it.</param>
/// <param name="Quote">What the page says; null where that is not told.</param>
public sealed record UrlCitation(string Url, string? Title, int Start, int End, string? Quote = null);
