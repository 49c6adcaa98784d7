namespace AutoClaw.Core.Pricing.Import;

/// <summary>What became of an entry, where it is not all in the price file.</summary>
/// <param name="Entry">Its name in the source.</param>
/// <param name="Text">Why it was left out, or what of it; the same words for the same reason, so that they can be counted.</param>
public sealed record ImportRemark(string Entry, string Text);
